using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Freshet.Configuration;
using Freshet.Http.Headers;
using Freshet.Toml;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using Shouldly;
using Xunit;

namespace Freshet.IntegrationTests.Http;

public sealed class HeaderRefusalTests
{
    private const string Rules = """
        [headers]
        Authorization = { type = "equals", value = "Bearer right" }
        X-Team = { type = "exists" }
        """;

    [Theory]
    [InlineData(null, 401, "Authorization", "Bearer")]
    [InlineData("Bearer right", 401, "X-Team", "Header name=\"X-Team\"")]
    [InlineData("Bearer wrong-guess", 403, "Authorization", null)]
    public async Task A_refusal_is_answered_and_logged_without_the_value(
        string? authorization,
        int status,
        string header,
        string? challenge
    )
    {
        using var logs = new Logs();
        var rules = Read();
        await using var server = await TestServer.StartAsync(
            app =>
                app.MapGet(
                    "/stream",
                    context =>
                        HeaderRefusal.AnswerAsync(
                            context,
                            rules.Check(context.Request.Headers, []),
                            app.Logger
                        )
                ),
            logs: logs
        );
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(
            HttpMethod.Get,
            new Uri(server.Address, "stream")
        );
        if (authorization is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        }

        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        answer.StatusCode.ShouldBe((HttpStatusCode)status);
        text.ShouldContain($"the header {header} is");
        text.ShouldNotContain("guess");
        answer.Headers.WwwAuthenticate.SingleOrDefault()?.ToString().ShouldBe(challenge);
        var line = logs.Lines.ShouldHaveSingleItem();
        line.ShouldContain($"on {header}");
        line.ShouldContain("127.0.0.1");
        line.ShouldNotContain("guess");
    }

    private static HeaderRules Read()
    {
        var diagnostics = new List<Diagnostic>();
        var table = TomlReader.Read(Encoding.UTF8.GetBytes(Rules), "freshet.toml", diagnostics);
        var reader = new OptionsReader(diagnostics, _ => null);
        var rules = HeaderRules.Read(table.Find("headers")!.Value, reader);
        diagnostics.ShouldBeEmpty();
        return rules.ShouldNotBeNull();
    }

    private sealed class Logs : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        )
        {
            if (IsEnabled(logLevel))
            {
                Lines.Enqueue(formatter(state, exception));
            }
        }

        public void Dispose() { }
    }
}
