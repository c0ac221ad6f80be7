namespace Freshet.Cli.Testing;

/// <summary>Something that is not as a test expects it.</summary>
/// <param name="Reason">What, in a sentence without a full stop.</param>
/// <param name="Expected">JSON to be compared with the other; empty for none.</param>
/// <param name="Actual">What came in its place; empty for none.</param>
internal sealed record TestFailure(
    string Reason,
    ReadOnlyMemory<byte> Expected = default,
    ReadOnlyMemory<byte> Actual = default
);
