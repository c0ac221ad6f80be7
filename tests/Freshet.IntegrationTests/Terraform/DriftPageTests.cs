using Freshet.IntegrationTests.Examples;
using Freshet.IntegrationTests.Running;
using Freshet.Tests;
using Shouldly;
using Xunit;

namespace Freshet.IntegrationTests.Terraform;

/// <summary>Runs the profile of <c>docs/drift.md</c> as its users do, each command on that page, and its example.</summary>
public sealed class DriftPageTests : IDisposable
{
    private const string Written = "localhost:8080";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Every_command_of_the_page_does_what_the_page_shows()
    {
        var page = await CommandPage.ReadAsync("docs", "drift.md");
        var state = Path.Combine(folder.Path, "terraform.tfstate");
        File.Copy(Repository.At("examples", "tfdrift", "terraform.tfstate"), state);
        await using var server = await StartAsync(state);
        var address = $"127.0.0.1:{server.Address.Port}";
        var script = await WriteScriptAsync();

        await page.RunAsync(
            command =>
                command.Split(' ')[0] is not ("curl" or "node")
                    ? null
                    : command
                        .Replace(Written, address, StringComparison.Ordinal)
                        .Replace("curl ", "curl -s ", StringComparison.Ordinal)
                        .Replace(
                            "@examples",
                            $"@{Repository.At("examples")}",
                            StringComparison.Ordinal
                        )
                        .Replace(
                            "node page.mjs browser.js",
                            $"node {Repository.At("tests", "clients", "page.mjs")} {script} {Written}/api/v1/stream '{address}/api/v1/stream?since=2025-01-01T00:00:00Z'",
                            StringComparison.Ordinal
                        ),
            output => output.Replace(address, Written, StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task The_page_has_every_command_that_users_of_such_a_stream_know()
    {
        var page = await CommandPage.ReadAsync("docs", "drift.md");
        var known = await File.ReadAllLinesAsync(
            Repository.At("tests", "data", "tfdrift", "commands.txt"),
            TestContext.Current.CancellationToken
        );

        known.Length.ShouldBe(2);
        known.Except(page.Commands).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_example_shows_drift_with_nothing_but_curl()
    {
        var output = await ExampleScript.RunAsync("tfdrift");

        var told = output
            .Split('\n')
            .Where(line => line.StartsWith("event: ", StringComparison.Ordinal))
            .ToList();
        told.ShouldBe(
            ["event: drift", "event: drift", "event: drift", "event: drift", "event: state_change"],
            output
        );
        output.ShouldContain("\"alert_type\":\"unmanaged\"");
        output.ShouldContain("\"event_name\":\"CreatePolicyVersion\"");
        output.ShouldNotContain("correct-horse");
    }

    private Task<FreshetProcess> StartAsync(string state) =>
        FreshetProcess.StartAsync(
            "--profile",
            "tfdrift",
            "--set",
            $"sources.state.extractor.path={state}",
            "--set",
            $"journal.path={folder.Path}/journal",
            "--set",
            "journal.type=file",
            "--set",
            $"dead_letters.path={folder.Path}/letters"
        );

    /// <summary>The script of the page, with what its author leaves to the reader.</summary>
    private async Task<string> WriteScriptAsync()
    {
        var path = Path.Combine(folder.Path, "browser.js");
        var script = await File.ReadAllTextAsync(
            Repository.At("tests", "data", "tfdrift", "browser.js"),
            TestContext.Current.CancellationToken
        );
        await File.WriteAllTextAsync(
            path,
            $$"""
            const showNotification = (drift) => console.log('notified of', drift.resource_id);
            const logSecurityEvent = (event) => console.log('logged', event.rule);
            {{script}}
            """,
            TestContext.Current.CancellationToken
        );
        return path;
    }
}
