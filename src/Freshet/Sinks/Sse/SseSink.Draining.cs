using Freshet.Sinks.Sse.Greetings;
using Freshet.Sinks.Sse.Pumping;
using Microsoft.AspNetCore.Http;

namespace Freshet.Sinks.Sse;

/// <summary>How an endpoint lets go of its clients while the server, or another endpoint in its place, goes on.</summary>
internal sealed partial class SseSink
{
    /// <summary>Where clients are few, their ends are not further apart than this: fifty a second that come back are no burden.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(20);

    /// <summary>How often some are ended where many are.</summary>
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(20);

    public async Task DrainAsync(TimeSpan over, CancellationToken hurry)
    {
        subscribers.Refuse();
        var there = subscribers.Snapshot();
        var few = LongestPause * there.Length;
        var time = few < over ? few : over;
        var begin = context.Time.GetTimestamp();
        if (there.Length > 0 && !await PublishedAsync(hurry))
        {
            return;
        }
        for (var i = 0; i < there.Length; i++)
        {
            var due = time * ((double)i / there.Length);
            while (context.Time.GetElapsedTime(begin) < due)
            {
                if (!await PauseAsync(hurry) || !await PublishedAsync(hurry))
                {
                    return;
                }
            }
            there[i].Dismiss(StreamEnd.ServerStopping);
        }
    }

    /// <summary>Returns once pumps can send all that is in the journal now: who leaves is sent that before.</summary>
    /// <returns>Whether there is time left.</returns>
    private async ValueTask<bool> PublishedAsync(CancellationToken hurry)
    {
        if (Volatile.Read(ref running) is not { Endpoint: var endpoint })
        {
            return false;
        }
        var last = endpoint.Journal.LastSequence;
        while (endpoint.Ring.Done < last)
        {
            if (!await PauseAsync(hurry))
            {
                return false;
            }
        }
        return true;
    }

    /// <returns>Whether there is time left.</returns>
    private async Task<bool> PauseAsync(CancellationToken hurry)
    {
        try
        {
            await Task.Delay(Beat, context.Time, hurry);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>
    /// Answers who comes to an endpoint that takes in no more: as the one that has its place, or with a stream that says when to come back and ends. A 503 would be the end for a browser's
    /// <c>EventSource</c>, which never comes back after one.
    /// </summary>
    private async Task TurnAwayAsync(HttpContext http)
    {
        if (await context.Handover.PassOnAsync(http))
        {
            return;
        }
        Describe(http.Response);
        if (
            HttpProtocol.IsHttp10(http.Request.Protocol)
            || HttpProtocol.IsHttp11(http.Request.Protocol)
        )
        {
            // Another connection may lead to another server.
            http.Response.Headers.Connection = "close";
        }
        await http.Response.Body.WriteAsync(
            ComeBack.After(options.Retry).Plain,
            http.RequestAborted
        );
    }
}
