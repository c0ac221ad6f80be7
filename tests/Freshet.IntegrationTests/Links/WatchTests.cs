using System.Text;
using Freshet.IntegrationTests.Running;
using Freshet.Tests;
using Shouldly;
using Xunit;

namespace Freshet.IntegrationTests.Links;

/// <summary><c>freshet watch</c> on real streams.</summary>
public sealed class WatchTests
{
    private const int Kill = 9;

    private const string Created =
        """{"id":"e-1","type":"blog.created","source":"blog","timestamp":"2026-01-02T03:04:05Z","data":{"title":"A\u001bB"}}""";

    private const string Started =
        """{"context":{"specversion":"0.5.1","id":"c-1","source":"/ci","type":"dev.cdevents.build.started.0.3.0","timestamp":"2026-01-02T03:04:06Z"},"subject":{"id":"build-7","content":{"n":1}}}""";

    private static string Url(Uri address) => new Uri(address, "/sse/events").ToString();

    [Fact]
    public async Task Events_are_lines_to_be_read()
    {
        await using var server = await FreshetServer.StartAsync();
        await using var watch = new Watching(
            Url(server.Address),
            "--format",
            "text",
            "--since",
            "1h"
        );
        await server.PostAsync(Created, "/webhook/hook");
        await server.PostAsync(Started, "/webhook/hook");

        await watch.Prints("build-7");

        watch.Output.ShouldBe(
            """
            2026-01-02T03:04:05.000Z  blog.created  blog  {"title":"A\u001bB"}
            2026-01-02T03:04:06.000Z  dev.cdevents.build.started.0.3.0  /ci  build-7  {"n":1}

            """
        );
    }

    [Fact]
    public async Task Elsewhere_than_on_a_screen_they_are_JSON_as_they_are()
    {
        await using var server = await FreshetServer.StartAsync();
        await using var watch = new Watching(
            Url(server.Address),
            "--since",
            "1h",
            "--types",
            "blog.*"
        );
        await server.PostAsync(Started, "/webhook/hook");
        await server.PostAsync(Created, "/webhook/hook");

        await watch.Prints("e-1");

        watch.Output.ShouldBe($"{Created}\n");
    }

    [Fact]
    public async Task It_sends_the_headers_and_says_what_is_wrong_without_them()
    {
        await using var server = await FreshetServer.StartAsync(
            FreshetServer.WebhookAndStream
                + """

                [sinks.events.headers]
                "Authorization" = { type = "equals", value = "Bearer t", case_sensitive = true }
                """
        );
        await using var stranger = new Watching(Url(server.Address));
        await stranger.Complains("401");
        await using var watch = new Watching(
            Url(server.Address),
            "--since",
            "1h",
            "--header",
            "Authorization: Bearer t"
        );
        await server.PostAsync(Created, "/webhook/hook");

        await watch.Prints("e-1");
        watch.Errors.ShouldNotContain("Bearer t");
    }

    [Fact]
    public async Task It_goes_on_after_a_kill_of_the_server_without_a_gap_or_a_repeat()
    {
        using var folder = new TemporaryFolder();
        string[] settings =
        [
            "--set",
            $"journal.path={folder.Path}/journal",
            "--set",
            "journal.type=file",
            "--set",
            $"dead_letters.path={folder.Path}/letters",
        ];
        await using var first = await FreshetProcess.StartAsync(settings);
        await using var proxy = new TcpProxy(first.EndPoint);
        await using var watch = new Watching(
            $"http://{proxy.EndPoint}/sse/events",
            "--since",
            "1h"
        );
        await PostAsync(first.Address, 1);
        await watch.Prints("\"n\":1");

        first.Signal(Kill);
        await first.ExitAsync();
        await using var second = await FreshetProcess.StartAsync(settings);
        proxy.Target = second.EndPoint;
        await PostAsync(second.Address, 2);
        await watch.Prints("\"n\":2");

        watch.Output.Split('\n').Length.ShouldBe(3, watch.Output);
    }

    [Fact]
    public async Task What_is_missing_is_told()
    {
        await using var stream = await ScriptedStream.StartAsync(
            ScriptedStream.Stream(
                "id: 1\ndata: {\"n\":1}\n\nevent: error\ndata: lagged: 7 messages were skipped\n\n"
            ),
            ScriptedStream.Stream(": nothing more\n\n")
        );
        await using var watch = new Watching(stream.Address.ToString());

        await watch.Prints("{\"n\":1}");
        await watch.Complains("lagged: 7 messages");
    }

    [Theory]
    [InlineData("--header", "no colon", "expected a name, a colon and a value")]
    [InlineData("--header", "Content-Length: 5", "Content-Length")]
    [InlineData("--since", "yesterday", "expected a time")]
    public async Task What_is_wrong_is_told_and_ends_it(string option, string value, string message)
    {
        await using var watch = new Watching("http://127.0.0.1:1/", option, value);

        (await watch.ExitAsync()).ShouldBe(1);
        watch.Errors.ShouldContain(message);
    }

    [Fact]
    public async Task An_address_that_is_none_is_told()
    {
        await using var watch = new Watching("localhost:8080");

        (await watch.ExitAsync()).ShouldBe(1);
        watch.Errors.ShouldContain("absolute URL");
    }

    private static async Task PostAsync(Uri address, int n)
    {
        using var http = new HttpClient { BaseAddress = address };
        var answer = await http.PostAsync(
            "/webhook/000",
            new StringContent($$"""{"n":{{n}}}""", Encoding.UTF8, "application/json"),
            TestContext.Current.CancellationToken
        );
        answer.EnsureSuccessStatusCode();
    }
}
