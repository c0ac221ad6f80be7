using Microsoft.Extensions.Logging;

namespace Freshet.Sources.HttpPolling;

/// <summary>How a round ended.</summary>
/// <param name="Fault">Why its window is asked for again; null where all of it is in the journal.</param>
/// <param name="IsAborted">Whether the source is to end.</param>
internal sealed record RoundEnd(string? Fault, bool IsAborted = false);

/// <summary>
/// One round: asks what the driver says until it says no more. Several requests are under way at once, and their answers are taken one after the other, in the order of the requests. An answer
/// that is held does not keep the others from being taken, for what is wrong with one may be wrong for long.
/// </summary>
internal sealed partial class PollRound(
    PollWindow window,
    HttpPollingOptions options,
    RequestDriver driver,
    PollClient client,
    SeenResponses seen,
    PolledEvents events,
    string source,
    ILogger logger
)
{
    /// <summary>So many requests are held before the rest is left for the next round: then it is the server, and not what was asked.</summary>
    private const int MostHeld = 5;

    private readonly StatusPolicy policy = options.Policy;
    private readonly Queue<PolledRequest> waiting = new();
    private readonly Queue<(PolledRequest Request, Task<PollAnswer> Answer)> asked = new();
    private int requests;

    /// <summary>How many requests have no answer that could be taken.</summary>
    private int held;

    /// <summary>Why the window is asked for again; null while nothing speaks for it.</summary>
    private string? fault;
    private bool isAborted;

    /// <param name="stopping">Ends it, and what is under way.</param>
    /// <param name="ending">Ends writing.</param>
    public async Task<RoundEnd> RunAsync(CancellationToken stopping, CancellationToken ending)
    {
        var beginning = driver.Begin(window);
        client.Trust(beginning.Requests);
        Add(beginning);
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        try
        {
            while (!isAborted && held < MostHeld)
            {
                Ask(giveUp.Token);
                if (!asked.TryDequeue(out var next))
                {
                    break;
                }
                await TakeAsync(next.Request, await next.Answer, ending);
            }
        }
        finally
        {
            await giveUp.CancelAsync();
            foreach (var (_, answer) in asked)
            {
                await ((Task)answer).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
        seen.EndRound(fault is null);
        return new(fault, isAborted);
    }

    private void Add(DriverAnswer answer)
    {
        Hold(answer.Fault);
        foreach (var request in answer.Requests)
        {
            if (requests + waiting.Count == options.MaxRequests)
            {
                Hold($"the round wants more than max_requests, {options.MaxRequests}");
                return;
            }
            waiting.Enqueue(request);
        }
    }

    private void Ask(CancellationToken cancellation)
    {
        while (asked.Count < options.MaxConcurrency && waiting.TryDequeue(out var request))
        {
            requests++;
            var known = request is { Method: "GET", Route: PollRoute.Pipeline }
                ? seen.Find(request)
                : null;
            // What the driver has to see is asked for in any case.
            var comparable = known?.IsSettled(window) == true ? known : null;
            asked.Enqueue((request, client.SendAsync(request, comparable, cancellation)));
        }
    }

    private async Task TakeAsync(PolledRequest request, PollAnswer answer, CancellationToken ending)
    {
        switch (answer)
        {
            case PollAnswer.Received received:
                await TakeAsync(request, received, ending);
                break;
            case PollAnswer.Unchanged:
                seen.Keep(request, seen.Find(request)!);
                break;
            case PollAnswer.Failed failed:
                Fail(request, failed);
                break;
            default:
                throw new InvalidOperationException("an answer of an unknown kind");
        }
    }

    private async Task TakeAsync(
        PolledRequest request,
        PollAnswer.Received answer,
        CancellationToken ending
    )
    {
        if (request.Emits)
        {
            var now = seen.Compare(request, answer, window);
            if (!now.IsSettled(window))
            {
                var isOfUse = await events.WriteAsync(window, request, answer, now.Stamp, ending);
                now = isOfUse ? now : now with { At = DateTimeOffset.MinValue };
            }
            seen.Keep(request, now);
        }
        if (!request.FeedsBack)
        {
            return;
        }
        var next = driver.Follow(window, request, answer);
        if (next.Requests.Count > 0 && request.Depth == options.MaxDepth)
        {
            Hold($"the requests go deeper than max_depth, {options.MaxDepth}");
            return;
        }
        Add(next);
    }

    private void Fail(PolledRequest request, PollAnswer.Failed failed)
    {
        var reaction = failed.Status is { } status
            ? policy.Of(status, isFollowed: request.Depth > 0)
            : StatusReaction.Hold;
        if (reaction == StatusReaction.Skip)
        {
            Skipped(logger, source, request.Shown, failed.Reason);
            return;
        }
        held++;
        Hold($"{request.Shown}: {failed.Reason}");
        isAborted = reaction == StatusReaction.Abort;
    }

    /// <summary>The window is to be asked for again; the first reason is the one that is told.</summary>
    private void Hold(string? reason) => fault ??= reason;

    [LoggerMessage(LogLevel.Warning, "{Source}: {Url}: {Reason}; it is passed over")]
    private static partial void Skipped(ILogger logger, string source, string url, string reason);
}
