using System.Collections.Concurrent;
using Freshet.IntegrationTests.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Freshet.IntegrationTests.Links;

/// <summary>A real server of a stream that does what a test says: its first step for the first request, and so on; the last for all that follow.</summary>
internal sealed class ScriptedStream : IAsyncDisposable
{
    private readonly ConcurrentQueue<SeenRequest> requests = new();
    private readonly CancellationTokenSource closed = new();
    private readonly IReadOnlyList<Func<HttpContext, Task>> steps;
    private TestServer? server;
    private int taken;

    private ScriptedStream(IReadOnlyList<Func<HttpContext, Task>> steps) => this.steps = steps;

    public Uri Address => new(server!.Address, "/stream");

    /// <summary>What was asked for so far, in order.</summary>
    public IReadOnlyList<SeenRequest> Requests => [.. requests];

    public static async Task<ScriptedStream> StartAsync(params Func<HttpContext, Task>[] steps)
    {
        var stream = new ScriptedStream(steps);
        stream.server = await TestServer.StartAsync(app =>
            app.MapGet("/{**path}", stream.AnswerAsync)
        );
        return stream;
    }

    /// <summary>Sends that text as an event stream, and keeps the connection.</summary>
    public static Func<HttpContext, Task> Stream(string text) =>
        async http =>
        {
            await SendAsync(http, text);
            var left = new TaskCompletionSource();
            await using var registration = http.RequestAborted.Register(left.SetResult);
            await left.Task;
        };

    /// <summary>Sends that text as an event stream, and ends it.</summary>
    public static Func<HttpContext, Task> StreamToItsEnd(string text) =>
        http => SendAsync(http, text);

    /// <summary>Sends that text as an event stream, and breaks off in its midst.</summary>
    public static Func<HttpContext, Task> StreamToABreak(string text) =>
        async http =>
        {
            await SendAsync(http, text);
            http.Abort();
        };

    /// <summary>Answers with a status and headers.</summary>
    public static Func<HttpContext, Task> Status(
        int status,
        params (string Name, string Value)[] headers
    ) =>
        http =>
        {
            http.Response.StatusCode = status;
            foreach (var (name, value) in headers)
            {
                http.Response.Headers[name] = value;
            }
            return Task.CompletedTask;
        };

    /// <summary>Never answers.</summary>
    public static async Task Silence(HttpContext http)
    {
        var left = new TaskCompletionSource();
        await using var registration = http.RequestAborted.Register(left.SetResult);
        await left.Task;
    }

    public async ValueTask DisposeAsync()
    {
        await closed.CancelAsync();
        await server!.DisposeAsync();
        closed.Dispose();
    }

    private static async Task SendAsync(HttpContext http, string text)
    {
        http.Response.ContentType = "text/event-stream";
        await http.Response.WriteAsync(text);
        await http.Response.Body.FlushAsync();
    }

    private async Task AnswerAsync(HttpContext http)
    {
        using var registration = closed.Token.Register(http.Abort);
        requests.Enqueue(
            new(
                http.Request.Path,
                http.Request.QueryString.Value ?? "",
                http.Request.Headers.ToDictionary(
                    header => header.Key,
                    header => header.Value,
                    StringComparer.OrdinalIgnoreCase
                )
            )
        );
        var step = steps[Math.Min(Interlocked.Increment(ref taken), steps.Count) - 1];
        await step(http);
    }
}

/// <summary>A request as the server saw it.</summary>
internal sealed record SeenRequest(
    string Path,
    string Query,
    IReadOnlyDictionary<string, StringValues> Headers
)
{
    public string? this[string header] =>
        Headers.TryGetValue(header, out var value) ? value.ToString() : null;

    public string? LastEventId => this["Last-Event-ID"];
}
