using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace Freshet.Terraform;

/// <summary>What kind of thing is read in place of a state.</summary>
internal enum StateFaultKind
{
    /// <summary>No whole JSON: it may be half-written, and whole a moment later.</summary>
    Unfinished,

    /// <summary>JSON, but no state that is understood: waiting does not help.</summary>
    Unsupported,
}

/// <summary>Why something is no state.</summary>
/// <param name="Kind">Whether it may become one.</param>
/// <param name="Reason">For an operator to read; nothing of the content is in it.</param>
internal sealed record StateFault(StateFaultKind Kind, string Reason);

/// <summary>What came of reading: a state, or why there is none.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct StateReading(TerraformState? State, StateFault? Fault)
{
    [MemberNotNullWhen(true, nameof(State))]
    [MemberNotNullWhen(false, nameof(Fault))]
    public bool IsState => State is not null;
}
