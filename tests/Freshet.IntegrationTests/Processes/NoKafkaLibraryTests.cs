using System.Diagnostics;
using Freshet.IntegrationTests.Running;
using Freshet.Kafka;
using Freshet.Tests;
using Shouldly;
using Xunit;

namespace Freshet.IntegrationTests.Processes;

/// <summary>The program on a machine without librdkafka: in a mount namespace of its own, with nothing where the library lies.</summary>
public sealed class NoKafkaLibraryTests : IDisposable
{
    private const string Source = """

        [sources.orders.extractor]
        type = "kafka"
        brokers = ["127.0.0.1:1"]
        topics = ["orders"]
        properties = { "sasl.password" = "x" }

        """;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData($"[sources.orders]\nenabled = false\n{Source}")]
    public async Task It_runs_where_no_Kafka_component_is_on(string more)
    {
        await using var freshet = Run(FreshetServer.WebhookAndStream + more);

        await freshet.Complains("listening on ");
        freshet.Signal(FreshetProcess.Terminate);

        (await freshet.ExitAsync()).ShouldBe(0, freshet.Errors);
    }

    [Fact]
    public async Task It_says_what_to_install_where_one_is_on()
    {
        await using var freshet = Run(FreshetServer.WebhookAndStream + Source);

        (await freshet.ExitAsync()).ShouldBe(1, freshet.Errors);

        var line = FreshetServer.WebhookAndStream.Count(c => c == '\n') + 3;
        freshet.Errors.ShouldContain($"{ConfigurationPath}:{line}:8");
        freshet.Errors.ShouldContain("Kafka needs the library librdkafka, which is not installed");
        freshet.Errors.ShouldContain("apt-get install librdkafka1");
        freshet.Errors.ShouldNotContain("Exception");
        freshet.Errors.ShouldNotContain("no property", customMessage: "nothing else can be known");
    }

    private string ConfigurationPath => Path.Combine(folder.Path, "freshet.toml");

    private ChildProcess Run(string toml)
    {
        // The real one hides what the test is about, so it must be known where it lies.
        KafkaLibrary.IsThere.ShouldBeTrue(
            "librdkafka is not installed: apt-get install librdkafka1"
        );
        var library = File.ReadLines("/proc/self/maps")
            .Select(line => line[(line.LastIndexOf(' ') + 1)..])
            .First(path => path.Contains("librdkafka", StringComparison.Ordinal));
        File.WriteAllText(ConfigurationPath, toml);
        return ChildProcess.Start(
            "unshare",
            "install util-linux",
            [
                .. Namespace(),
                "sh",
                "-ec",
                """
                for file in "$1"/librdkafka.so*; do mount --bind /dev/null "$file"; done
                shift
                exec "$@"
                """,
                "sh",
                Path.GetDirectoryName(library)!,
                "dotnet",
                Path.Combine(AppContext.BaseDirectory, "freshet.dll"),
                "connect",
                "--config",
                ConfigurationPath,
                "--set",
                "journal.type=memory",
                "--set",
                "http.host=127.0.0.1",
                "--set",
                "http.port=0",
            ]
        );
    }

    /// <summary>How <c>unshare</c> makes a mount namespace here: as root, or as a user that is root within it.</summary>
    private static string[] Namespace()
    {
        string[][] ways =
        [
            ["--mount"],
            ["--user", "--map-root-user", "--mount"],
        ];
        var way = ways.FirstOrDefault(IsAllowed);
        Assert.SkipWhen(way is null, "no mount namespace can be made here");
        return way;
    }

    private static bool IsAllowed(string[] way)
    {
        var start = new ProcessStartInfo("unshare", [.. way, "true"])
        {
            UseShellExecute = false,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start).ShouldNotBeNull();
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
