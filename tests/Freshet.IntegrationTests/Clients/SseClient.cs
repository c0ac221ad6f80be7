using System.Net;
using System.Net.ServerSentEvents;
using System.Text;
using Freshet.IntegrationTests.Running;
using Shouldly;

namespace Freshet.IntegrationTests.Clients;

/// <summary>A stream as .NET's own parser reads it, or byte for byte; never both.</summary>
internal sealed class SseClient : IAsyncDisposable
{
    private readonly HttpResponseMessage response;
    private readonly Dictionary<string, string> headers;
    private readonly Stream stream;
    private readonly SseParser<string> parser;
    private readonly CancellationTokenSource closed = new();
    private readonly IAsyncEnumerator<SseItem<string>> items;

    private SseClient(HttpResponseMessage response, Stream stream)
    {
        this.response = response;
        this.stream = stream;
        parser = SseParser.Create(stream);
        items = parser.EnumerateAsync(closed.Token).GetAsyncEnumerator(closed.Token);
        headers = Answer.HeadersOf(response);
    }

    /// <summary>A header's value, several joined by a comma; null where it is absent.</summary>
    public string? this[string header] => headers.GetValueOrDefault(header);

    public Version HttpVersion => response.Version;

    /// <summary>What <c>retry:</c> said, once an event came after it.</summary>
    public TimeSpan ReconnectionInterval => parser.ReconnectionInterval;

    /// <summary>Returns once the head of a 200 is here.</summary>
    public static async Task<SseClient> OpenAsync(
        HttpClient http,
        string path,
        params (string Name, string Value)[] headers
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path)
        {
            Version = http.DefaultRequestVersion,
            VersionPolicy = http.DefaultVersionPolicy,
        };
        Answer.Add(request, headers);
        var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        if (answer.StatusCode != HttpStatusCode.OK)
        {
            answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        }
        return new(answer, await answer.Content.ReadAsStreamAsync());
    }

    /// <summary>The next event.</summary>
    public async Task<SseItem<string>> NextAsync()
    {
        (await Eventually.Comes(items.MoveNextAsync().AsTask(), "the next event")).ShouldBeTrue(
            "the stream ended before the next event"
        );
        return items.Current;
    }

    /// <summary>The next events.</summary>
    public async Task<List<SseItem<string>>> NextAsync(int count)
    {
        var taken = new List<SseItem<string>>(count);
        while (taken.Count < count)
        {
            taken.Add(await NextAsync());
        }
        return taken;
    }

    /// <summary>Every event up to the stream's end, which must be a clean one.</summary>
    public async Task<List<SseItem<string>>> RestAsync()
    {
        var taken = new List<SseItem<string>>();
        while (await Eventually.Comes(items.MoveNextAsync().AsTask(), "the end of the stream"))
        {
            taken.Add(items.Current);
        }
        return taken;
    }

    /// <summary>The bytes up to the first place where this text ends, and whatever came along with them.</summary>
    public async Task<string> ReadUntilAsync(string end)
    {
        var read = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (true)
        {
            var text = Encoding.UTF8.GetString(read.GetBuffer(), 0, (int)read.Length);
            if (text.Contains(end, StringComparison.Ordinal))
            {
                return text;
            }
            var count = await Eventually.Comes(
                stream.ReadAsync(buffer, closed.Token).AsTask(),
                $"\"{end}\" after \"{text}\""
            );
            count.ShouldBeGreaterThan(0, $"the stream ended before \"{end}\": {text}");
            await read.WriteAsync(buffer.AsMemory(0, count));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await closed.CancelAsync();
        response.Dispose();
        closed.Dispose();
    }
}
