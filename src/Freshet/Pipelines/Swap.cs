using Microsoft.Extensions.Logging;

namespace Freshet.Pipelines;

/// <summary>
/// Puts a topology in the place of another while events flow. What is in both runs on and notices nothing. Of the others, those that can run side by side do for a while, so that nobody
/// finds a gap; those that have a cursor follow each other, so that nothing is lost or done twice.
/// </summary>
internal sealed partial class Swap
{
    private readonly Topology before;
    private readonly Topology after;
    private readonly ILogger logger;

    /// <param name="before">What runs.</param>
    /// <param name="after">What is to run; built with <paramref name="before"/>, and mapped.</param>
    public Swap(Topology before, Topology after)
    {
        (this.before, this.after) = (before, after);
        logger = after.Settings.Loggers.CreateLogger<Swap>();
        var leaving = Only(before, after).Select(component => component.Path).ToHashSet();
        var coming = Only(after, before).Select(component => component.Path).ToHashSet();
        Kept = [.. Paths(before).Where(path => !leaving.Contains(path))];
        Changed = [.. Paths(after).Where(path => coming.Contains(path) && leaving.Contains(path))];
        Added = [.. Paths(after).Where(path => coming.Contains(path) && !leaving.Contains(path))];
        Removed =
        [
            .. Paths(before).Where(path => leaving.Contains(path) && !coming.Contains(path)),
        ];
    }

    /// <summary>The tables of the components that run on.</summary>
    public IReadOnlyList<string> Kept { get; }

    /// <summary>Of those that others take the place of.</summary>
    public IReadOnlyList<string> Changed { get; }

    public IReadOnlyList<string> Added { get; }

    public IReadOnlyList<string> Removed { get; }

    /// <summary>Whether nothing is another.</summary>
    public bool IsEmpty => Changed.Count + Added.Count + Removed.Count == 0;

    /// <summary>Returns once everything runs that is to, and everything else has ended.</summary>
    /// <param name="show">From its call on, requests are to be led to the new one.</param>
    /// <param name="grace">How long clients of streams that end may take to leave.</param>
    /// <param name="broken">Called when a component of the new one ends by a fault.</param>
    public async Task RunAsync(Action show, TimeSpan grace, Action broken)
    {
        var sinks = Moves(before.RunningSinks, after.RunningSinks);
        var lasting = Moves(before.RunningLasting, after.RunningLasting);
        var sources = Moves(before.RunningSources, after.RunningSources);
        foreach (var move in sinks.Concat(lasting).Concat(sources))
        {
            move.Old?.Retire(hasSuccessor: move.New is not null);
        }
        // Sinks first: what the new sources bring is for them, too.
        StartBeside(sinks, broken);
        await FollowAsync(sinks, broken);
        after.Settings.Lineage.Show(after.Sources);
        StartBeside(lasting, broken);
        StartBeside(sources, broken);
        show();
        await Task.WhenAll(
            FollowAsync(sources, broken),
            StopBesideAsync(sources, TimeSpan.Zero),
            FollowAsync(lasting, broken),
            StopBesideAsync(sinks, grace)
        );
        foreach (var old in sinks.Concat(lasting).Concat(sources).Select(move => move.Old))
        {
            Dispose(old);
        }
    }

    private static IEnumerable<string> Paths(Topology topology) =>
        topology
            .RunningSources.Concat(topology.RunningSinks)
            .Select(component => component.Path)
            .Order(StringComparer.Ordinal);

    private static IEnumerable<RunningComponent> Only(Topology topology, Topology other) =>
        topology
            .RunningSources.Except(other.RunningSources)
            .Concat(topology.RunningSinks.Except(other.RunningSinks));

    /// <summary>What is in one of them alone: what leaves beside what takes its place.</summary>
    private static List<Move> Moves(
        IReadOnlyList<RunningComponent> before,
        IReadOnlyList<RunningComponent> after
    )
    {
        var leaving = before.Except(after).ToList();
        var coming = after.Except(before).ToList();
        return
        [
            .. leaving.Select(old => new Move(
                old,
                coming.Find(candidate => candidate.Path == old.Path)
            )),
            .. coming
                .Where(candidate => !leaving.Exists(old => old.Path == candidate.Path))
                .Select(candidate => new Move(null, candidate)),
        ];
    }

    /// <summary>Starts what need not wait for the end of another.</summary>
    private static void StartBeside(List<Move> moves, Action broken)
    {
        foreach (var move in moves.Where(move => !move.IsInTurn))
        {
            move.New?.Start(broken);
        }
    }

    /// <summary>Ends what has its place taken by what runs already.</summary>
    private static Task StopBesideAsync(List<Move> moves, TimeSpan grace) =>
        Task.WhenAll(
            moves.Where(move => !move.IsInTurn).Select(move => LeaveAsync(move.Old, grace))
        );

    /// <summary>Ends each of the others, and starts what takes its place where it ended.</summary>
    private static Task FollowAsync(List<Move> moves, Action broken) =>
        Task.WhenAll(
            moves
                .Where(move => move.IsInTurn)
                .Select(async move =>
                {
                    await LeaveAsync(move.Old, TimeSpan.Zero);
                    move.New?.Start(broken);
                })
        );

    private static async Task LeaveAsync(RunningComponent? old, TimeSpan grace)
    {
        if (old is null)
        {
            return;
        }
        await old.DrainAsync(grace);
        await old.StopAsync();
    }

    private void Dispose(RunningComponent? old)
    {
        try
        {
            old?.Dispose();
        }
        catch (Exception fault)
        {
            NotDisposed(logger, old!.Path, fault);
        }
    }

    [LoggerMessage(LogLevel.Error, "{Component} ended, and did not let go of what it had")]
    private static partial void NotDisposed(ILogger logger, string component, Exception fault);

    /// <summary>One that leaves, one that comes, or both, the one in the other's place.</summary>
    private sealed record Move(RunningComponent? Old, RunningComponent? New)
    {
        /// <summary>Whether the one has to have ended before the other begins, since they share a cursor.</summary>
        public bool IsInTurn =>
            Old is { RunsBesideOthers: false }
            || (Old is not null && New is { RunsBesideOthers: false });
    }
}
