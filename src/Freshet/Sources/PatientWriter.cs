using Freshet.Events;
using Freshet.Journal;
using Freshet.Pipelines;
using Microsoft.Extensions.Logging;

namespace Freshet.Sources;

/// <summary>
/// Writes for a source that has nobody to answer to: what is refused goes to the dead letters, and where the journal, or they, cannot take it now, it is tried
/// again until they can.
/// </summary>
/// <param name="context">The source's.</param>
/// <param name="logger">Is told of what is refused and of what has to wait.</param>
/// <param name="wait">Waits for that long, before the next try.</param>
internal sealed partial class PatientWriter(
    SourceContext context,
    ILogger logger,
    Func<TimeSpan, Task> wait
)
{
    /// <summary>The first wait; the disk may have been full for a moment.</summary>
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(200);

    /// <summary>The longest: soon enough after somebody made room.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    /// <summary>Returns once each event is in the journal, or among the dead letters where it is refused.</summary>
    /// <param name="count">How many events there are.</param>
    /// <param name="create">Makes the event of an index; called again for each try.</param>
    /// <param name="refuse">Makes the dead letter of an index, with the reason.</param>
    /// <param name="cancellation">Gives up; some of them may be kept then.</param>
    public async Task WriteAsync(
        int count,
        Func<int, Event> create,
        Func<int, string, RefusedMessage> refuse,
        CancellationToken cancellation
    )
    {
        var refused = await PersistAsync(
            () => context.Output.WriteEachAsync(count, create, cancellation),
            cancellation
        );
        foreach (var (index, rejection) in refused)
        {
            var reason = rejection.Component is { } transformer
                ? $"transformer {transformer}: {rejection.Reason}"
                : rejection.Reason;
            await KeepAsync(refuse(index, reason), cancellation);
        }
    }

    /// <summary>Returns once the message is among the dead letters.</summary>
    public async Task KeepAsync(RefusedMessage message, CancellationToken cancellation)
    {
        var keeper =
            context.Refused
            ?? throw new InvalidOperationException($"{context.Name} has nowhere to keep it");
        await PersistAsync(
            async () =>
            {
                await keeper.AddAsync(message, cancellation);
                return true;
            },
            cancellation
        );
        context.Instruments.SourceDeadLettered(context.Name);
        Refused(logger, context.Name, message.Origin.ToJsonString(), message.Reason);
    }

    private async Task<T> PersistAsync<T>(Func<ValueTask<T>> write, CancellationToken cancellation)
    {
        var backoff = new Backoff(FirstWait, LongestWait, Random.Shared.NextDouble);
        string? told = null;
        while (true)
        {
            try
            {
                var written = await write();
                if (told is not null)
                {
                    TakesAgain(logger, context.Name);
                }
                return written;
            }
            catch (JournalUnavailableException fault)
            {
                if (fault.Message != told)
                {
                    told = fault.Message;
                    Waits(logger, context.Name, fault.Message);
                }
            }
            cancellation.ThrowIfCancellationRequested();
            await wait(backoff.Fail());
        }
    }

    [LoggerMessage(
        LogLevel.Error,
        "{Source}: {Origin} is refused, and was put to the dead letters: {Reason}; freshet dead-letters list shows it"
    )]
    private static partial void Refused(
        ILogger logger,
        string source,
        string origin,
        string reason
    );

    [LoggerMessage(
        LogLevel.Error,
        "{Source}: what came in cannot be kept now, and waits: {Reason}"
    )]
    private static partial void Waits(ILogger logger, string source, string reason);

    [LoggerMessage(LogLevel.Information, "{Source}: what waited is kept now")]
    private static partial void TakesAgain(ILogger logger, string source);
}
