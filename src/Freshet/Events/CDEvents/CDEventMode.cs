namespace Freshet.Events.CDEvents;

/// <summary>What happens to a CDEvent that does not hold to the specification.</summary>
internal enum CDEventMode
{
    /// <summary>It is counted and logged, and passes.</summary>
    Check,

    /// <summary>It is refused.</summary>
    Require,

    /// <summary>Nobody looks.</summary>
    Off,
}
