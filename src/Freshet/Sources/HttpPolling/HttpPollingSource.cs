using Freshet.Pipelines;
using Microsoft.Extensions.Logging;

namespace Freshet.Sources.HttpPolling;

/// <summary>Asks in rounds; a window is left behind only once all of it is in the journal.</summary>
internal sealed partial class HttpPollingSource : ISource, IReporting
{
    /// <summary>How far the wait after a round that failed grows, where the interval is shorter.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    /// <summary>How long a write may take once the source is to stop.</summary>
    private static readonly TimeSpan EndingTime = TimeSpan.FromSeconds(1.5);

    private readonly HttpPollingOptions options;
    private readonly SourceContext context;
    private readonly ILogger logger;
    private readonly PollCursor cursor;
    private volatile string? trouble;

    public HttpPollingSource(HttpPollingOptions options, SourceContext context)
    {
        (this.options, this.context) = (options, context);
        logger = context.Loggers.CreateLogger<HttpPollingSource>();
        cursor = new(
            KeptPlace.PathOf(context.CursorFolder, "polling", context.Name),
            context.Handover,
            logger
        );
    }

    public string? Trouble => trouble;

    /// <summary>What is to come is known when it comes.</summary>
    public long? Lag => null;

    public async Task RunAsync(CancellationToken stopping)
    {
        using var ending = new CancellationTokenSource(Timeout.InfiniteTimeSpan, context.Time);
        await using var registration = stopping.UnsafeRegister(
            _ => ending.CancelAfter(EndingTime),
            null
        );
        using var client = new PollClient(options, context.Time, Waits);
        var metadata = context.CompleteMetadata(options.Metadata);
        var driver = new RequestDriver(options, metadata, logger, context.Time);
        var events = new PolledEvents(options, metadata, context, logger, stopping);
        var backoff = new Backoff(options.PollingInterval, LongestWait, Random.Shared.NextDouble);

        var place =
            cursor.Load() ?? new(options.First, null, new Dictionary<string, SeenResponse>());
        var seen = new SeenResponses(place.Seen);
        while (options.Limit is null || place.After < options.Limit)
        {
            var began = context.Time.GetTimestamp();
            var window = place.Before is { } before
                ? new PollWindow(place.After, before)
                : PollWindow.From(place.After, context.Time.GetUtcNow(), options.Limit);
            // Before anything is asked for, so that a crash changes nothing about what is.
            place = new(window.After, window.Before, seen.All);
            cursor.Save(place);

            var round = new PollRound(
                window,
                options,
                driver,
                client,
                seen,
                events,
                context.Name,
                logger
            );
            var end = await round.RunAsync(stopping, ending.Token);
            place = end.Fault is null
                ? new(window.Before, null, seen.All)
                : place with
                {
                    Seen = seen.All,
                };
            cursor.Save(place);
            Tell(end.Fault);
            if (end.IsAborted)
            {
                Aborted(logger, context.Name, end.Fault!);
                return;
            }

            var wait = options.PollingInterval - context.Time.GetElapsedTime(began);
            if (end.Fault is null)
            {
                backoff.Reset();
            }
            else if (backoff.Fail() is var least && least > wait)
            {
                wait = least;
            }
            if (wait > TimeSpan.Zero)
            {
                await Task.Delay(wait, context.Time, stopping);
            }
            stopping.ThrowIfCancellationRequested();
        }
        Done(logger, context.Name, options.TsBeforeLimit);
    }

    /// <summary>What is wrong is told once, until it is something else, or all is well.</summary>
    private void Tell(string? fault)
    {
        if (fault is not null && fault != trouble)
        {
            Failed(logger, context.Name, fault);
        }
        else if (fault is null && trouble is not null)
        {
            WellAgain(logger, context.Name);
        }
        trouble = fault;
    }

    private void Waits(string reason)
    {
        Waiting(logger, context.Name, reason);
        trouble = reason;
    }

    [LoggerMessage(
        LogLevel.Warning,
        "{Source}: {Reason}; the same window is asked for again, and only a change is told from here on"
    )]
    private static partial void Failed(ILogger logger, string source, string reason);

    [LoggerMessage(LogLevel.Information, "{Source}: {Reason}")]
    private static partial void Waiting(ILogger logger, string source, string reason);

    [LoggerMessage(LogLevel.Information, "{Source}: polls again")]
    private static partial void WellAgain(ILogger logger, string source);

    [LoggerMessage(LogLevel.Error, "{Source}: {Reason}; the source ends, as on_status says")]
    private static partial void Aborted(ILogger logger, string source, string reason);

    [LoggerMessage(
        LogLevel.Information,
        "{Source}: ts_before_limit, {Limit}, is reached, and the source ends"
    )]
    private static partial void Done(ILogger logger, string source, string limit);
}
