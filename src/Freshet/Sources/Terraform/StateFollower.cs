using System.Security.Cryptography;
using Freshet.Pipelines;
using Freshet.Telemetry;
using Freshet.Terraform;
using Microsoft.Extensions.Logging;

namespace Freshet.Sources.Terraform;

/// <summary>Follows the state in one place: looks at it, and tells what is different from what it told last.</summary>
internal sealed partial class StateFollower(
    IStatePlace place,
    KeptState kept,
    LiveState live,
    ChangeEvents events,
    StateStart start,
    SourceContext context,
    ILogger logger
)
{
    /// <summary>How long a file may be half-written before somebody is told.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private ToldState? told;
    private Redactor? redactor;
    private bool isLoaded;

    /// <summary>The digest of the text that was found last; null where the next one is looked at whatever it is.</summary>
    private string? seen;

    /// <summary>Since when there was no whole JSON; null while there is.</summary>
    private long? unfinishedSince;

    /// <summary>What was warned of last; null while all is well.</summary>
    private string? warned;

    private volatile string? trouble;

    /// <summary>Why it cannot follow now; null while it can.</summary>
    public string? Trouble => trouble;

    /// <summary>Whether what was found was not whole, and not for long, so that another look should come soon.</summary>
    public bool IsUnfinished => unfinishedSince is not null && trouble is null;

    /// <summary>Looks once. Returns once what changed is in the journal, or among the dead letters.</summary>
    /// <param name="stopping">Ends the look; and waiting for a journal that takes nothing.</param>
    /// <param name="ending">Ends writing.</param>
    public async Task LookAsync(CancellationToken stopping, CancellationToken ending)
    {
        if (!isLoaded)
        {
            told = kept.Load();
            isLoaded = true;
        }
        switch (await place.LookAsync(stopping))
        {
            case StateContent.Absent:
                (unfinishedSince, seen) = (null, null);
                Well();
                break;
            case StateContent.Failed failed:
                // Once it can be looked at again, it is, whole: else nobody would know that it is well.
                place.Forget();
                (unfinishedSince, seen) = (null, null);
                Warn(failed.Reason, failed.Reason, isTrouble: true);
                break;
            case StateContent.Found found:
                await TakeAsync(found.Text, stopping, ending);
                break;
            case StateContent.Unchanged:
                break;
            default:
                throw new InvalidOperationException("a content of an unknown kind");
        }
    }

    private async Task TakeAsync(
        ReadOnlyMemory<byte> text,
        CancellationToken stopping,
        CancellationToken ending
    )
    {
        redactor ??= told?.State.Redactor ?? new();
        var digest = Convert.ToHexStringLower(HMACSHA256.HashData(redactor.Key.Span, text.Span));
        if (digest == seen)
        {
            return;
        }
        var reading = TerraformState.Read(text);
        if (!reading.IsState)
        {
            Refuse(reading.Fault, digest);
            return;
        }
        unfinishedSince = null;
        if (WhyNot(reading.State, digest) is var (kind, reason, isTrouble))
        {
            seen = digest;
            Warn(kind, reason, isTrouble);
            return;
        }
        await TellAsync(reading.State, redactor, digest, stopping, ending);
        seen = digest;
        Well();
    }

    /// <summary>What is no state is waited out where it may be half-written.</summary>
    private void Refuse(StateFault fault, string digest)
    {
        if (fault.Kind == StateFaultKind.Unsupported)
        {
            (unfinishedSince, seen) = (null, digest);
            Warn(fault.Reason, fault.Reason, isTrouble: true);
            return;
        }
        place.Forget();
        unfinishedSince ??= context.Time.GetTimestamp();
        if (context.Time.GetElapsedTime(unfinishedSince.Value) >= Patience)
        {
            Warn(fault.Reason, fault.Reason, isTrouble: true);
        }
    }

    /// <summary>Why a state does not follow on what was told; null where it does.</summary>
    private (string Kind, string Reason, bool IsTrouble)? WhyNot(
        TerraformState state,
        string digest
    )
    {
        if (told is null)
        {
            return null;
        }
        var last = told.State;
        if (state.Lineage != last.Lineage)
        {
            return (
                "lineage",
                $"it is of lineage {LogText.Escape(state.Lineage)}, and what was followed is of {last.Lineage}: nothing of it is told; to follow it from now on, stop, "
                    + (
                        kept.Path is null
                            ? "and start again"
                            : $"remove {kept.Path}, and start again"
                    ),
                true
            );
        }
        if (state.Serial < last.Serial)
        {
            return (
                "older",
                $"its serial {state.Serial} is older than {last.Serial}, which was told: nothing of it is told before the serial is higher",
                false
            );
        }
        return state.Serial == last.Serial && digest != told.Digest
            ? (
                "same",
                $"its serial is still {state.Serial}, and its content another: nothing of it is told before the serial is higher",
                false
            )
            : null;
    }

    private async Task TellAsync(
        TerraformState state,
        Redactor redactor,
        string digest,
        CancellationToken stopping,
        CancellationToken ending
    )
    {
        var isNew = told is not null && state.Serial > told.State.Serial;
        // Who looks resources up need not wait for the journal.
        live.Set(state, isNew ? context.Time.GetUtcNow() : null);
        if (told is not null && !isNew)
        {
            return;
        }
        var now = RedactedState.Of(state, redactor);
        if (told is not null || start == StateStart.Oldest)
        {
            var before = told?.State ?? RedactedState.Empty(state.Lineage, redactor);
            var changes = StateDiff.Between(before, now);
            await WriteAsync(changes, now, stopping, ending);
            Told(logger, context.Name, place.Shown, changes.Count, state.Serial);
        }
        else
        {
            Began(logger, context.Name, place.Shown, now.Instances.Count, state.Serial);
        }
        // Only now: an end before this tells the same again, under the same ids.
        told = new(now, digest);
        kept.Save(told);
    }

    private async Task WriteAsync(
        IReadOnlyList<ResourceChange> changes,
        RedactedState state,
        CancellationToken stopping,
        CancellationToken ending
    )
    {
        var writer = new PatientWriter(
            context,
            logger,
            wait => Task.Delay(wait, context.Time, stopping)
        );
        var now = context.Time.GetUtcNow();
        foreach (var batch in changes.Chunk(context.MaxBatch))
        {
            await writer.WriteAsync(
                batch.Length,
                index => events.Create(batch[index], state, now),
                (index, reason) =>
                    new(
                        context.Name,
                        events.Write(batch[index], state, now),
                        ChangeEvents.OriginOf(batch[index], state, place.Shown),
                        reason,
                        context.Time.GetUtcNow()
                    ),
                ending
            );
        }
    }

    /// <param name="kind">What is told once until all is well again, or something else is wrong.</param>
    /// <param name="reason">What is wrong.</param>
    /// <param name="isTrouble">Whether nothing can be followed because of it.</param>
    private void Warn(string kind, string reason, bool isTrouble)
    {
        trouble = isTrouble ? $"{place.Shown}: {reason}" : null;
        if (kind != warned)
        {
            warned = kind;
            Doubtful(logger, context.Name, place.Shown, reason);
        }
    }

    private void Well()
    {
        if (warned is not null)
        {
            WellAgain(logger, context.Name, place.Shown);
        }
        (warned, trouble) = (null, null);
    }

    [LoggerMessage(LogLevel.Warning, "{Source}: {Place}: {Reason}")]
    private static partial void Doubtful(
        ILogger logger,
        string source,
        string place,
        string reason
    );

    [LoggerMessage(LogLevel.Information, "{Source}: {Place}: followed again")]
    private static partial void WellAgain(ILogger logger, string source, string place);

    [LoggerMessage(
        LogLevel.Information,
        "{Source}: {Place}: begins with serial {Serial} and its {Count} instances"
    )]
    private static partial void Began(
        ILogger logger,
        string source,
        string place,
        int count,
        long serial
    );

    [LoggerMessage(
        LogLevel.Information,
        "{Source}: {Place}: {Count} instances changed with serial {Serial}"
    )]
    private static partial void Told(
        ILogger logger,
        string source,
        string place,
        int count,
        long serial
    );
}
