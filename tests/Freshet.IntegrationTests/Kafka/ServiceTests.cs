using Freshet.IntegrationTests.Clients;
using Freshet.IntegrationTests.Running;
using Freshet.Tests;
using Shouldly;
using Xunit;

namespace Freshet.IntegrationTests.Kafka;

/// <summary>
/// Runs the service of <c>docs/sse-service.md</c> as its users do, and each command on that page.
/// </summary>
public sealed class ServiceTests(SharedKafka kafka) : IDisposable
{
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
        var page = await CommandPage.ReadAsync("docs", "sse-service.md");
        var broker = await kafka.BrokerAsync();
        var grpcPort = KafkaBroker.FreePort();
        await using var service = await StartAsync(broker, grpcPort);
        await SendAsync(broker, service.Address);
        ChildProcess? listener = null;

        await page.RunAsync(
            command => Translate(command, service.Address, grpcPort),
            output => Shown(output, service.Address),
            async command =>
            {
                if (listener is null && command.EndsWith("/stats", StringComparison.Ordinal))
                {
                    // Somebody to be seen.
                    listener = await ListenAsync(service.Address);
                }
            }
        );

        if (listener is not null)
        {
            await listener.DisposeAsync();
        }
    }

    [Fact]
    public async Task The_page_has_every_command_that_users_of_such_a_service_know()
    {
        var page = await CommandPage.ReadAsync("docs", "sse-service.md");
        var known = await File.ReadAllLinesAsync(
            Repository.At("tests", "data", "sse-service", "commands.txt"),
            TestContext.Current.CancellationToken
        );

        known.Length.ShouldBe(11);
        known.Except(page.Commands).ShouldBeEmpty();
    }

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

    /// <summary>The command against this service; null for those that start it, which the test itself runs.</summary>
    private static string? Translate(string command, Uri address, int grpcPort) =>
        command.Split(' ')[0] is not ("curl" or "grpcurl" or "node")
            ? null
            : command
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

    /// <summary>The output with the addresses that the page writes.</summary>
    private static string Shown(string output, Uri address) =>
        output.Replace($"127.0.0.1:{address.Port}", WrittenHttp, StringComparison.Ordinal);
}
