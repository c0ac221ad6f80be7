using System.Text;
using System.Text.RegularExpressions;
using Freshet.IntegrationTests.Clients;
using Freshet.IntegrationTests.Running;
using Freshet.Tests;
using Shouldly;
using Xunit;

namespace Freshet.IntegrationTests.Kafka;

/// <summary>
/// Runs the service of <c>docs/sse-service.md</c> as its users do, and each command on that page. With <c>FRESHET_WRITE_DOCS=1</c> the page gets the outputs of this run.
/// </summary>
public sealed partial class ServiceTests(SharedKafka kafka) : IDisposable
{
    private const string WriteVariable = "FRESHET_WRITE_DOCS";
    private const string WrittenHttp = "localhost:8084";
    private const string WrittenGrpc = "localhost:9094";

    private static readonly (string Topic, string Message)[] Messages =
    [
        (
            "blog.posts",
            """{"id":"post-1","type":"blog.post.created","source":"blog-service","timestamp":"2025-01-06T12:00:00Z","data":{"post_id":"123","title":"My Blog Post"}}"""
        ),
        (
            "blog.comments",
            """{"id":"comment-1","type":"blog.comment.created","source":"blog-service","timestamp":"2025-01-06T12:00:01Z","data":{"post_id":"123"}}"""
        ),
        (
            "twitchbot.messages",
            """{"id":"message-1","type":"twitchbot.message.created","source":"twitchbot-service","timestamp":"2025-01-06T12:00:02Z","data":{"text":"hello"}}"""
        ),
        ("link.clicks", """{"short":"abc","occurred_at":"2025-01-06T12:00:03Z"}"""),
    ];

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Every_command_of_the_page_does_what_the_page_shows()
    {
        var page = await File.ReadAllTextAsync(Page, TestContext.Current.CancellationToken);
        var broker = await kafka.BrokerAsync();
        var grpcPort = KafkaBroker.FreePort();
        await using var service = await StartAsync(broker, grpcPort);
        await SendAsync(broker, service.Address);
        var isWriting = Environment.GetEnvironmentVariable(WriteVariable) is not null;
        var differences = new StringBuilder();
        ChildProcess? listener = null;

        foreach (var block in Block().Matches(page).Where(block => IsRun(block)).ToList())
        {
            var command = block.Groups["command"].Value;
            if (listener is null && command.EndsWith("/stats", StringComparison.Ordinal))
            {
                // Somebody to be seen.
                listener = await ListenAsync(service.Address);
            }
            var written = block.Groups["output"].Value;
            var output = await RunAsync(
                command,
                service.Address,
                grpcPort,
                isWriting ? null : Masked(written)
            );
            if (isWriting)
            {
                page = page.Replace(
                    block.Value,
                    $"```console\n$ {command}\n{Shown(output, service.Address)}```",
                    StringComparison.Ordinal
                );
            }
            else if (Masked(output) != Masked(written))
            {
                differences.Append($"$ {command}\n{Masked(output)}\nand not\n{Masked(written)}\n");
            }
        }

        if (listener is not null)
        {
            await listener.DisposeAsync();
        }
        if (isWriting)
        {
            await File.WriteAllTextAsync(Page, page, TestContext.Current.CancellationToken);
        }
        differences.ToString().ShouldBeEmpty();
    }

    [Fact]
    public async Task The_page_has_every_command_that_users_of_such_a_service_know()
    {
        var page = await File.ReadAllTextAsync(Page, TestContext.Current.CancellationToken);
        var known = await File.ReadAllLinesAsync(
            Repository.At("tests", "data", "sse-service", "commands.txt"),
            TestContext.Current.CancellationToken
        );
        var commands = Block()
            .Matches(page)
            .Select(block =>
                block.Groups["command"].Value.Replace("\\\n  ", "", StringComparison.Ordinal)
            );

        known.Length.ShouldBe(11);
        known.Except(commands).ShouldBeEmpty();
    }

    private static string Page => Repository.At("docs", "sse-service.md");

    /// <summary>Those that start the service are run by the test itself.</summary>
    private static bool IsRun(Match block) =>
        block.Groups["command"].Value.Split(' ')[0] is "curl" or "grpcurl" or "node";

    private async Task<FreshetProcess> StartAsync(KafkaBroker broker, int grpcPort)
    {
        var environment = Path.Combine(folder.Path, ".env");
        var example = await File.ReadAllTextAsync(Repository.At(".env.example"));
        await File.WriteAllTextAsync(
            environment,
            $"""
            {example}
            KAFKA_BROKERS={broker.Address}
            KAFKA_GROUP_ID={SharedKafka.NewName("sse-service")}
            KAFKA_PROPERTIES={KafkaBroker.Pairs}
            GRPC_PORT={grpcPort}
            RATE_LIMIT_BURST_SIZE=1000
            JOURNAL_PATH={folder.Path}/journal
            """
        );
        return await FreshetProcess.StartAsync(
            "--profile",
            "sse-service",
            "--env-file",
            environment,
            "--set",
            $"dead_letters.path={folder.Path}/letters",
            "--set",
            "journal.type=file"
        );
    }

    /// <summary>Sends the messages one after the other, so that their order is that of the page.</summary>
    private static async Task SendAsync(KafkaBroker broker, Uri address)
    {
        using var http = new HttpClient { BaseAddress = address };
        await using var client = await SseClient.OpenAsync(http, "/events");
        (await client.NextAsync()).EventType.ShouldBe("connection.established");
        foreach (var (topic, message) in Messages)
        {
            await KafkaClient.SendAsync(broker, topic, message, "key");
            await client.NextAsync();
        }
    }

    /// <summary>A client that has what there is of its events, alone.</summary>
    private static async Task<ChildProcess> ListenAsync(Uri address)
    {
        using var http = new HttpClient { BaseAddress = address };
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        // Those before it may still be leaving.
        while (
            !(await http.GetStringAsync("/stats")).StartsWith(
                "{\"total_clients\":0,",
                StringComparison.Ordinal
            )
        )
        {
            await timer.WaitForNextTickAsync();
        }
        var client = ChildProcess.Start(
            "curl",
            "apt-get install curl",
            ["-sN", new Uri(address, "/events?event_types=blog.*").ToString()]
        );
        await client.Prints("id: comment-1");
        return client;
    }

    /// <summary>The command's output: a stream has no end, and is read until it has what is wanted, or, where nobody knows, until no more comes.</summary>
    private static async Task<string> RunAsync(
        string command,
        Uri address,
        int grpcPort,
        string? wanted
    )
    {
        var real = command
            .Replace(WrittenHttp, $"127.0.0.1:{address.Port}", StringComparison.Ordinal)
            .Replace(WrittenGrpc, $"127.0.0.1:{grpcPort}", StringComparison.Ordinal)
            .Replace("curl ", "curl -s ", StringComparison.Ordinal)
            .Replace(
                "grpcurl -s ",
                $"node {Repository.At("tests", "clients", "grpcurl.mjs")} ",
                StringComparison.Ordinal
            )
            .Replace(
                "node page.mjs browser.js",
                $"node {Repository.At("tests", "clients", "page.mjs")} {Repository.At("tests", "data", "sse-service", "browser.js")} {WrittenHttp} 127.0.0.1:{address.Port}",
                StringComparison.Ordinal
            );
        var isStream =
            command.StartsWith("curl -N", StringComparison.Ordinal)
            || command.StartsWith("node", StringComparison.Ordinal);
        await using var process = ChildProcess.Start(
            "bash",
            "install bash",
            ["-c", $"exec {real}"]
        );
        if (!isStream)
        {
            await process.ExitAsync();
        }
        else if (wanted is not null)
        {
            await Eventually.Holds(
                () => Masked(process.Output) == wanted,
                () => $"{real}\n{process.Output}\n{process.Errors}"
            );
        }
        else
        {
            await SettledAsync(process);
        }
        return process.Output + process.Errors;
    }

    /// <summary>Returns once nothing more came for a while.</summary>
    private static async Task SettledAsync(ChildProcess process)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        var before = "";
        while (process.Output.Length == 0 || process.Output != before)
        {
            before = process.Output;
            await timer.WaitForNextTickAsync();
        }
    }

    /// <summary>The output with the addresses that the page writes.</summary>
    private static string Shown(string output, Uri address) =>
        output.Replace($"127.0.0.1:{address.Port}", WrittenHttp, StringComparison.Ordinal);

    /// <summary>What each run has of its own.</summary>
    private static string Masked(string output) =>
        Time().Replace(Uuid().Replace(Number().Replace(output, "$1 N"), "UUID"), "TIME").TrimEnd();

    [GeneratedRegex(
        @"```console\n\$ (?<command>(?:[^\n]*\\\n)*[^\n]*)\n(?<output>(?:(?!```).)*)```",
        RegexOptions.Singleline | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Block();

    [GeneratedRegex(@"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")]
    private static partial Regex Uuid();

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT[\d:.]+Z")]
    private static partial Regex Time();

    [GeneratedRegex(@"(retry:|curl/|127\.0\.0\.1:|localhost:)[ ]?[\d.]+")]
    private static partial Regex Number();
}
