using System.Collections.Concurrent;
using Freshet.IntegrationTests.Http;
using Freshet.IntegrationTests.Running;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Freshet.IntegrationTests.Polling;

/// <summary>A server that is polled: a test says what it answers, and looks at what it was asked.</summary>
internal sealed class PolledApi : IAsyncDisposable
{
    private readonly ConcurrentQueue<Asked> asked = new();
    private TestServer server = null!;

    private PolledApi() { }

    /// <summary>What it answers now; 404 where a test says nothing.</summary>
    public Func<HttpContext, Task> Answer { get; set; } =
        http =>
        {
            http.Response.StatusCode = 404;
            return Task.CompletedTask;
        };

    /// <summary>Without a slash at its end.</summary>
    public string Address => server.Address.GetLeftPart(UriPartial.Authority);

    public IReadOnlyList<Asked> All => [.. asked];

    /// <summary>The paths and queries that it was asked for, in order.</summary>
    public IReadOnlyList<string> Paths => [.. asked.Select(request => request.Path)];

    public static async Task<PolledApi> StartAsync()
    {
        var api = new PolledApi();
        api.server = await TestServer.StartAsync(app => app.Run(api.HandleAsync));
        return api;
    }

    /// <summary>Answers with that text, whatever is asked.</summary>
    public void Says(string text, string type = "application/json") =>
        Answer = http => Write(http, text, type);

    public static Task Write(HttpContext http, string text, string type = "application/json")
    {
        http.Response.ContentType = type;
        return http.Response.WriteAsync(text, http.RequestAborted);
    }

    /// <summary>Returns once it was asked so often.</summary>
    public Task AskedAsync(int count) =>
        Eventually.Holds(() => asked.Count >= count, () => string.Join('\n', Paths));

    public ValueTask DisposeAsync() => server.DisposeAsync();

    private async Task HandleAsync(HttpContext http)
    {
        asked.Enqueue(
            new(
                http.Request.Method,
                http.Request.Path + http.Request.QueryString.Value,
                http.Request.Headers.ToDictionary(
                    header => header.Key,
                    header => header.Value.ToString(),
                    StringComparer.OrdinalIgnoreCase
                )
            )
        );
        await Answer(http);
    }

    internal sealed record Asked(
        string Method,
        string Path,
        IReadOnlyDictionary<string, string> Headers
    );
}
