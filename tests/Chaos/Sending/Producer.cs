using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;
using Freshet.Chaos.Judging;

namespace Freshet.Chaos.Sending;

/// <summary>
/// One sender as a careful one would be written: it sends a request until it is answered 2xx, always with the same bytes. Now and then it gives up
/// instead, so that there are events of which nobody knows whether they were taken, and sends a request again that was answered.
/// </summary>
internal sealed class Producer(
    string name,
    int seed,
    Uri webhook,
    Ledger ledger,
    Problems problems,
    RunClock clock
)
{
    private const int MostEvents = 12;

    /// <summary>Shorter than the longest time for which Freshet is made to stand still, so that it is sent twice what is taken later.</summary>
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(2);

    private readonly Random random = new(seed);
    private readonly EventMaker maker = new(name, new Random(seed + 1));

    /// <summary>Sends until <paramref name="ending"/>, then brings the last request to its end.</summary>
    public async Task RunAsync(CancellationToken ending, CancellationToken cancellation)
    {
        using var http = new HttpClient { Timeout = AnswerLimit };
        while (!ending.IsCancellationRequested)
        {
            var (request, body) = Make();
            ledger.Add(request);
            await DeliverAsync(http, request, body, mayGiveUp: true, cancellation);
            if (request.IsAcknowledged && random.Next(50) == 0)
            {
                await SendAsync(http, request, body, cancellation);
            }
            await clock.Wait(TimeSpan.FromMilliseconds(random.Next(80)), cancellation);
        }
    }

    /// <summary>Sends one more event, and returns its digest once it is acknowledged.</summary>
    public async Task<string> SendOneAsync(CancellationToken cancellation)
    {
        using var http = new HttpClient { Timeout = AnswerLimit };
        var (request, body) = Make(1);
        ledger.Add(request);
        await DeliverAsync(http, request, body, mayGiveUp: false, cancellation);
        return request.Events[0].Digest;
    }

    private (SentRequest Request, byte[] Body) Make(int? number = null)
    {
        var events = new List<SentEvent>();
        var body = new MemoryStream();
        // Most senders send one at a time.
        var left = number ?? (random.Next(2) == 0 ? 1 : random.Next(1, MostEvents + 1));
        for (; left > 0; left--)
        {
            var (id, json) = maker.Next();
            events.Add(new(id, Digest.Of(json)));
            body.Write(json);
            body.WriteByte((byte)'\n');
        }
        return (new SentRequest(name, events), body.ToArray());
    }

    private async Task DeliverAsync(
        HttpClient http,
        SentRequest request,
        byte[] body,
        bool mayGiveUp,
        CancellationToken cancellation
    )
    {
        while (!await SendAsync(http, request, body, cancellation))
        {
            if (mayGiveUp && random.Next(20) == 0)
            {
                request.Note(clock.Elapsed, "given up");
                return;
            }
            await clock.Wait(TimeSpan.FromMilliseconds(random.Next(50, 400)), cancellation);
        }
    }

    /// <summary>Whether there is nothing more to do for it.</summary>
    private async Task<bool> SendAsync(
        HttpClient http,
        SentRequest request,
        byte[] body,
        CancellationToken cancellation
    )
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
        try
        {
            using var answer = await http.PostAsync(webhook, content, cancellation);
            var text = await answer.Content.ReadAsStringAsync(cancellation);
            return Take(request, answer, text);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            ledger.Fail(request, clock.Elapsed, "no answer in time");
            return false;
        }
        catch (Exception fault)
            when (fault is HttpRequestException or IOException or SocketException)
        {
            ledger.Fail(request, clock.Elapsed, fault.InnerException?.Message ?? fault.Message);
            return false;
        }
    }

    private bool Take(SentRequest request, HttpResponseMessage answer, string text)
    {
        if (answer.StatusCode == HttpStatusCode.Created)
        {
            ledger.Acknowledge(request, clock.Elapsed);
            CheckIds(request, text);
            return true;
        }
        if (answer.StatusCode == HttpStatusCode.ServiceUnavailable)
        {
            ledger.Refuse(request, clock.Elapsed, "503");
            if (answer.Headers.RetryAfter is null)
            {
                problems.Add(Promise.Answers, $"a 503 without Retry-After: {text}");
            }
            return false;
        }
        request.Note(clock.Elapsed, $"{(int)answer.StatusCode} {text}");
        problems.Add(
            Promise.Answers,
            $"{request.History}\n      events {string.Join(", ", request.Events.Select(each => each.Id))}"
        );
        return true;
    }

    private void CheckIds(SentRequest request, string text)
    {
        using var answer = JsonDocument.Parse(text);
        var ids = answer
            .RootElement.GetProperty("ids")
            .EnumerateArray()
            .Select(id => id.GetString());
        if (!ids.SequenceEqual(request.Events.Select(each => each.Id)))
        {
            problems.Add(Promise.Answers, $"other ids in the answer than were sent: {text}");
        }
    }
}
