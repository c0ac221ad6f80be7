namespace Freshet.LoadTest.Drift;

/// <summary>What an alert tells of, and what has to become of it.</summary>
internal enum AlertKind
{
    /// <summary>A call that makes something other than the state has it: a drift.</summary>
    Changes,

    /// <summary>A call that leaves everything as the state has it.</summary>
    Confirms,

    /// <summary>A call that only reads.</summary>
    Reads,

    /// <summary>A change that Terraform made.</summary>
    Terraforms,

    /// <summary>No call to a cloud at all.</summary>
    Syscall,
}
