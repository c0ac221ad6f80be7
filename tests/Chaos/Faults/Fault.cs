namespace Freshet.Chaos.Faults;

/// <summary>Something that goes wrong for a while.</summary>
/// <param name="Name">What it is counted as.</param>
/// <param name="Detail">What is drawn of it, beside its duration.</param>
/// <param name="Touches">What it happens to; faults that touch the same cannot be joined.</param>
/// <param name="Lasts">How long it lasts before it is healed.</param>
/// <param name="Begin">Makes it happen.</param>
/// <param name="End">Heals it; returns once everything runs again.</param>
internal sealed record Fault(
    string Name,
    string Detail,
    Part Touches,
    TimeSpan Lasts,
    Func<CancellationToken, Task> Begin,
    Func<CancellationToken, Task> End
);

/// <summary>The parts of a run that can be hurt.</summary>
[Flags]
internal enum Part
{
    None = 0,
    Origin = 1,
    Follower = 2,
    Receiver = 4,
    Client = 8,
    OriginProxy = 16,
    ReceiverProxy = 32,
}
