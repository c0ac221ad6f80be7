using System.Net.Sockets;
using Freshet.Http.Outgoing;
using Freshet.Pipelines;
using Microsoft.Extensions.Logging;

namespace Freshet.Sources.Sse;

/// <summary>Follows one stream: connects, takes what comes, and after each break goes on where it was.</summary>
internal sealed partial class SseSource : ISource, IReporting
{
    /// <summary>A connection that lasts that long is healthy, whatever came on it.</summary>
    private static readonly TimeSpan HealthyTime = TimeSpan.FromMinutes(1);

    private readonly SseSourceOptions options;
    private readonly SourceContext context;
    private readonly ILogger logger;
    private readonly string url;
    private readonly Backoff backoff;
    private readonly PositionFile file;
    private readonly EventIntake intake;

    /// <summary>What was wrong with the last try; null while all is well. Told once, until it changes.</summary>
    private string? trouble;

    /// <summary>Why there is no connection now; null while there is one, or a first one is tried. Read from other threads.</summary>
    private volatile string? hindrance;

    /// <summary>Whether the server refused to be asked for a time.</summary>
    private bool isSinceRefused;

    public SseSource(SseSourceOptions options, SourceContext context)
    {
        this.options = options;
        this.context = context;
        logger = context.Loggers.CreateLogger<SseSource>();
        var address = new Uri(options.Url);
        url = OutgoingUrl.Shown(address);
        backoff = new(options.Retry, options.RetryLimit, Random.Shared.NextDouble);
        file = new(
            PositionFile.PathOf(context.CursorFolder, context.Name),
            context.Handover,
            context.Time,
            logger
        );
        intake = new(
            new ArrivedEvents(context.CompleteMetadata(options.Metadata), address),
            file,
            options,
            context,
            logger
        );
    }

    public string? Trouble => hindrance;

    /// <summary>A stream does not say how much of it is to come.</summary>
    public long? Lag => null;

    public async Task RunAsync(CancellationToken stopping)
    {
        intake.Position =
            file.Load()
            ?? new(Since: options.Start == SseStart.Oldest ? DateTimeOffset.UnixEpoch : null);
        var saving = file.RunAsync(stopping);
        try
        {
            using var request = new StreamRequest(options, context.Time);
            while (await FollowAsync(request, stopping) is { } wait)
            {
                await Task.Delay(wait, context.Time, stopping);
            }
        }
        finally
        {
            file.Complete();
            await saving;
        }
    }

    /// <summary>Connects once and takes what comes.</summary>
    /// <returns>How long to wait before the next connection; null where there is to be none.</returns>
    private async Task<TimeSpan?> FollowAsync(StreamRequest request, CancellationToken stopping)
    {
        string reason;
        TimeSpan? retryAfter = null;
        try
        {
            var asked = isSinceRefused ? intake.Position with { Since = null } : intake.Position;
            switch (await request.OpenAsync(asked, stopping))
            {
                case StreamAnswer.Over:
                    hindrance = null;
                    Over(logger, context.Name, url);
                    return null;
                case StreamAnswer.Opened opened:
                    using (opened.Response)
                    {
                        var isNew = asked.IsUnknown && !isSinceRefused;
                        var end = await TakeAsync(opened, isNew, stopping);
                        if (end == StreamEnd.Gap)
                        {
                            return TimeSpan.Zero;
                        }
                    }
                    reason = "the server ended the stream";
                    break;
                case StreamAnswer.Refused refused:
                    if (refused.IsRequestWrong && asked is { HasId: false, Since: not null })
                    {
                        // Not every server lets itself be asked for a time. Then it is from now on.
                        isSinceRefused = true;
                        SinceRefused(logger, context.Name, url, refused.Reason);
                        return TimeSpan.Zero;
                    }
                    (reason, retryAfter) = (refused.Reason, refused.RetryAfter);
                    break;
                default:
                    throw new InvalidOperationException("an answer of an unknown kind");
            }
        }
        catch (Exception fault) when (IsOfNetwork(fault))
        {
            // A connection that is given up in the end may tell so in any of these ways.
            stopping.ThrowIfCancellationRequested();
            // What the system says is at the root; what was found out here is said here.
            reason = fault is TimeoutException ? fault.Message : fault.GetBaseException().Message;
        }
        return Retry(reason, retryAfter);
    }

    private async Task<StreamEnd> TakeAsync(
        StreamAnswer.Opened opened,
        bool isNew,
        CancellationToken stopping
    )
    {
        if (trouble is null)
        {
            Connected(logger, context.Name, url);
        }
        else
        {
            ConnectedAgain(logger, context.Name, url, backoff.Failures);
        }
        if (isNew)
        {
            // The source begins here, even if the connection breaks before the first event.
            intake.BeginAt(opened.Date ?? context.Time.GetUtcNow());
        }
        hindrance = null;
        var began = context.Time.GetTimestamp();
        try
        {
            var guarded = new GuardedStream(
                opened.Body,
                options.MaxEventBytes.Bytes,
                options.IdleTimeout,
                context.Time
            );
            return await intake.TakeAsync(guarded, isNew, backoff.Ask, stopping);
        }
        finally
        {
            if (intake.HasTaken || context.Time.GetElapsedTime(began) >= HealthyTime)
            {
                backoff.Reset();
                trouble = null;
            }
        }
    }

    private TimeSpan? Retry(string reason, TimeSpan? retryAfter)
    {
        hindrance = $"{url}: {reason}";
        var wait = backoff.Fail(retryAfter);
        if (backoff.Failures > options.MaxRetries)
        {
            GaveUp(logger, context.Name, url, options.MaxRetries.Value, reason);
            return null;
        }
        if (reason != trouble)
        {
            trouble = reason;
            Failed(logger, context.Name, url, reason, wait);
        }
        else
        {
            FailedAgain(logger, context.Name, url, reason, wait);
        }
        return wait;
    }

    private static bool IsOfNetwork(Exception fault) =>
        fault
            is HttpRequestException
                or IOException
                or SocketException
                or TimeoutException
                or InvalidDataException;

    [LoggerMessage(LogLevel.Information, "{Source}: connected to {Url}")]
    private static partial void Connected(ILogger logger, string source, string url);

    [LoggerMessage(
        LogLevel.Information,
        "{Source}: connected to {Url} again after {Failures} failures"
    )]
    private static partial void ConnectedAgain(
        ILogger logger,
        string source,
        string url,
        int failures
    );

    [LoggerMessage(
        LogLevel.Warning,
        "{Source}: {Url}: {Reason}; the next try is in {Wait}, and only a change is told from here on"
    )]
    private static partial void Failed(
        ILogger logger,
        string source,
        string url,
        string reason,
        TimeSpan wait
    );

    [LoggerMessage(LogLevel.Debug, "{Source}: {Url}: {Reason}; the next try is in {Wait}")]
    private static partial void FailedAgain(
        ILogger logger,
        string source,
        string url,
        string reason,
        TimeSpan wait
    );

    [LoggerMessage(
        LogLevel.Warning,
        "{Source}: {Url} does not take since= in the query ({Reason}); what comes from now on is taken"
    )]
    private static partial void SinceRefused(
        ILogger logger,
        string source,
        string url,
        string reason
    );

    [LoggerMessage(
        LogLevel.Information,
        "{Source}: {Url} answered 204, which asks not to come back; the source ends"
    )]
    private static partial void Over(ILogger logger, string source, string url);

    [LoggerMessage(
        LogLevel.Error,
        "{Source}: {Url}: gave up after {Retries} retries, and the source ends: {Reason}"
    )]
    private static partial void GaveUp(
        ILogger logger,
        string source,
        string url,
        int retries,
        string reason
    );
}
