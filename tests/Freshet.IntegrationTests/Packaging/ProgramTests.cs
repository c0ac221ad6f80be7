using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using Freshet.IntegrationTests.Running;
using Shouldly;
using Xunit;

namespace Freshet.IntegrationTests.Packaging;

/// <summary>The program as users get it: as a tool of .NET, and as a single file.</summary>
public sealed partial class ProgramTests(GivenPrograms programs) : IClassFixture<GivenPrograms>
{
    [Theory]
    [InlineData(GivenForm.Tool)]
    [InlineData(GivenForm.File)]
    public async Task It_tells_its_version_and_what_is_compiled_in(GivenForm form)
    {
        var output = await RunAsync(form, "--version");

        output.ShouldStartWith($"freshet {Artifacts.Version} (commit ");
        output.ShouldContain(RuntimeInformation.FrameworkDescription);
        output.ShouldContain("kafka");
    }

    [Theory]
    [InlineData(GivenForm.Tool, "default")]
    [InlineData(GivenForm.Tool, "sse-service")]
    [InlineData(GivenForm.Tool, "tfdrift")]
    [InlineData(GivenForm.File, "default")]
    [InlineData(GivenForm.File, "sse-service")]
    [InlineData(GivenForm.File, "tfdrift")]
    public async Task It_has_its_profiles_and_what_they_need(GivenForm form, string profile)
    {
        var output = await RunAsync(form, "check", "--profile", profile);

        output.ShouldContain(" → journal");
    }

    [Theory]
    [InlineData(GivenForm.Tool)]
    [InlineData(GivenForm.File)]
    public async Task It_runs_the_tests_of_an_example(GivenForm form)
    {
        var configuration = Repository.At("examples", "github-dashboard", "freshet.toml");

        var output = await RunAsync(form, "test", "--config", configuration);

        output.ShouldContain("all passed");
    }

    [Theory]
    [InlineData(GivenForm.Tool)]
    [InlineData(GivenForm.File)]
    public async Task It_serves_events_its_health_and_the_dashboard(GivenForm form)
    {
        var program = await programs.FindAsync(form);
        await using var server = await FreshetProcess.StartInstalledAsync(program);
        using var http = new HttpClient { BaseAddress = server.Address };
        var cancellation = TestContext.Current.CancellationToken;

        using var content = new StringContent("""{"type":"hello"}""");
        using var taken = await http.PostAsync("/webhook/000", content, cancellation);
        var health = await http.GetStringAsync("/health", cancellation);
        var page = await http.GetStringAsync("/", cancellation);

        ((int)taken.StatusCode).ShouldBe(201);
        health.ShouldBe("""{"status":"ready"}""");
        var script = Script().Match(page).Groups["path"].Value;
        (await http.GetStringAsync(script, cancellation)).Length.ShouldBeGreaterThan(10_000);
        server.Signal(FreshetProcess.Terminate);
        (await server.ExitAsync()).ShouldBe(0, server.Errors);
    }

    [Fact]
    public async Task The_tool_prints_the_reference_of_its_configuration()
    {
        var page = await RunAsync(GivenForm.Tool, "docs", "configuration");

        page.ShouldBe(
            await File.ReadAllTextAsync(
                Repository.At("docs", "configuration.md"),
                TestContext.Current.CancellationToken
            )
        );
    }

    [Fact]
    public async Task The_single_file_is_all_there_is_beside_what_installs_it()
    {
        var program = await programs.FindAsync(GivenForm.File);

        Directory
            .EnumerateFileSystemEntries(Path.GetDirectoryName(program)!)
            .Select(Path.GetFileName)
            .Order(StringComparer.Ordinal)
            .ShouldBe(["LICENSE", "README.md", "freshet", "freshet.service"]);
    }

    private async Task<string> RunAsync(GivenForm form, params string[] arguments) =>
        await Artifacts.RunAsync(
            await programs.FindAsync(form),
            arguments,
            new Dictionary<string, string>
            {
                ["GITHUB_WEBHOOK_SECRET"] = "It's a Secret to Everybody",
                ["TERRAFORM_STATE"] = Repository.At("examples", "tfdrift", "terraform.tfstate"),
            }
        );

    [GeneratedRegex(@"<script [^>]*src=""(?<path>[^""]+\.js)""", RegexOptions.ExplicitCapture)]
    private static partial Regex Script();
}
