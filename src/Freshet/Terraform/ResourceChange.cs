namespace Freshet.Terraform;

internal enum ChangeAction
{
    Created,
    Modified,
    Deleted,
}

/// <summary>What became of one instance from one state to another.</summary>
/// <param name="Address">The instance's.</param>
/// <param name="Action">What happened to it.</param>
/// <param name="Changes">A JSON object: path of an attribute → <c>{"old": …, "new": …}</c>, null where there is nothing.</param>
internal sealed record ResourceChange(
    string Address,
    ChangeAction Action,
    ReadOnlyMemory<byte> Changes
);
