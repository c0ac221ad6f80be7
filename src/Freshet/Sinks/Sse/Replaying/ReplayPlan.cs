using Freshet.Events;
using Freshet.Journal;
using Freshet.Sinks.Sse.Frames;

namespace Freshet.Sinks.Sse.Replaying;

/// <summary>Where a client's stream begins, and what it leaves out.</summary>
internal sealed record ReplayPlan
{
    /// <summary>The stream begins after this place.</summary>
    public required FramePlace After { get; init; }

    /// <summary>A frame that comes before everything else; null for none.</summary>
    public WireFrame? Notice { get; init; }

    /// <summary>The sequence after which the stream leaves out, tells so, and goes on after <see cref="ResumeAfter"/>.</summary>
    public long PauseAfter { get; init; } = long.MaxValue;

    /// <summary>The sequence after which the stream goes on.</summary>
    public long ResumeAfter { get; init; }

    /// <summary>The stream ends with what the journal took in before this time; null for a stream without an end.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Decides what a client gets that asks for this.</summary>
    /// <param name="request">What it asks for.</param>
    /// <param name="journal">What there is.</param>
    /// <param name="options">What the endpoint gives.</param>
    /// <param name="isTransformed">Whether the endpoint may make several frames of an entry.</param>
    public static ReplayPlan For(
        ReplayRequest request,
        IJournal journal,
        SseOptions options,
        bool isTransformed
    )
    {
        // What comes later than this is live: whoever sent it had no answer when the client asked.
        var last = journal.LastSequence;
        if (request.LastEventId is { } id)
        {
            return StreamId.TryResolve(id, journal, isTransformed, out var place)
                ? new() { After = place, Until = request.Until }
                : AfterUnknown(id, last, request, journal, options);
        }
        if (request.Since is { } since)
        {
            return Since(since, request, journal);
        }
        var oldest = journal.Oldest;
        var before = oldest is null ? last : Math.Max(oldest.Sequence - 1, last - options.Replay);
        return new() { After = FramePlace.EndOf(Math.Min(before, last)), Until = request.Until };
    }

    private static ReplayPlan Since(DateTimeOffset since, ReplayRequest request, IJournal journal)
    {
        var after = journal.FindBefore(since);
        var oldest = journal.Oldest;
        // Nobody knows any more when the journal took in what is gone: it may have been since then.
        var isAllKept = oldest is null
            ? journal.LastSequence == 0
            : oldest.Sequence == 1 || oldest.JournaledAt < since;
        return new()
        {
            After = FramePlace.EndOf(after),
            Notice = isAllKept ? null : ReplayNotice.BeginsLater(since, oldest),
            Until = request.Until,
        };
    }

    private static ReplayPlan AfterUnknown(
        string id,
        long last,
        ReplayRequest request,
        IJournal journal,
        SseOptions options
    )
    {
        var oldest = journal.Oldest;
        var before = oldest is null ? last : oldest.Sequence - 1;
        if (request.Since is { } since)
        {
            // The client did not want what was before, and never had it.
            before = Math.Max(before, journal.FindBefore(since));
        }
        if (request.Until is { } until)
        {
            last = Math.Min(last, journal.FindBefore(until));
        }
        var isCut = last - before > options.ReplayLimit;
        return new()
        {
            After = FramePlace.EndOf(before),
            Notice = ReplayNotice.Unknown(id, oldest),
            PauseAfter = isCut ? before + options.ReplayLimit : long.MaxValue,
            ResumeAfter = last,
            Until = request.Until,
        };
    }
}
