using Freshet.IntegrationTests.Running;
using Shouldly;
using Xunit;

namespace Freshet.IntegrationTests.Examples;

/// <summary>Runs the examples and compares what they print with what stands in their folders.</summary>
public sealed class ExampleTests(SharedKafka kafka)
{
    [Fact]
    public Task GitHub_s_signed_deliveries_become_CDEvents_on_the_stream() =>
        ExampleScript.CompareAsync("github-dashboard");

    [Fact]
    public Task A_centre_has_each_event_of_its_edge_once_whichever_of_them_is_killed() =>
        ExampleScript.CompareAsync("collector-to-collector");

    [Fact]
    public async Task A_topic_is_a_stream_without_what_is_not_for_everybody()
    {
        var broker = await kafka.BrokerAsync();

        var output = await ExampleScript.CompareAsync(
            "kafka-service",
            new Dictionary<string, string>
            {
                ["KAFKA_BROKERS"] = broker.Address,
                ["KAFKA_PROPERTIES"] = KafkaBroker.Pairs,
            }
        );

        output.ShouldNotContain("ada@example.com");
    }

    [Theory]
    [InlineData("github-dashboard", "freshet.toml", null)]
    [InlineData("kafka-service", "service.toml", "sse-service")]
    public async Task The_tests_in_a_configuration_pass(
        string example,
        string file,
        string? profile
    )
    {
        string[] named = profile is null ? [] : ["--profile", profile];
        await using var test = ChildProcess.Start(
            "dotnet",
            "install the .NET SDK that global.json names",
            [
                Path.Combine(AppContext.BaseDirectory, "freshet.dll"),
                "test",
                .. named,
                "--config",
                Repository.At("examples", example, file),
            ],
            new Dictionary<string, string> { ["GITHUB_WEBHOOK_SECRET"] = "any" }
        );

        (await test.ExitAsync()).ShouldBe(0, test.Output + test.Errors);
        test.Output.ShouldContain("all passed");
    }

    [Fact]
    public async Task Each_is_in_the_list_and_says_what_it_is()
    {
        var list = await File.ReadAllTextAsync(
            Repository.At("examples", "README.md"),
            TestContext.Current.CancellationToken
        );
        var examples = Directory
            .EnumerateDirectories(Repository.At("examples"))
            .Select(folder => Path.GetFileName(folder)!)
            .ToList();

        examples.Count.ShouldBeGreaterThan(3);
        foreach (var example in examples)
        {
            list.ShouldContain($"[{example}]({example})");
            File.Exists(Repository.At("examples", example, "README.md")).ShouldBeTrue(example);
        }
    }
}
