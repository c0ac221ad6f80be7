using Freshet.IntegrationTests.Running;
using Shouldly;
using Xunit;

namespace Freshet.IntegrationTests.Processes;

/// <summary><c>freshet transform</c> as scripts run it.</summary>
public sealed class TransformTests
{
    [Fact]
    public async Task Paths_are_those_of_the_folder_that_it_is_to_go_to()
    {
        var ended = TestContext.Current.CancellationToken;
        var folder = Directory.CreateTempSubdirectory("freshet-transform-");
        try
        {
            await File.WriteAllTextAsync(
                Path.Combine(folder.FullName, "collector.toml"),
                """
                [transformers]
                doubled = { type = "vrl", template_file = "./doubled.vrl" }
                """,
                ended
            );
            await File.WriteAllTextAsync(
                Path.Combine(folder.FullName, "doubled.vrl"),
                ".body.n = int!(.body.n) * 2\n[.]\n",
                ended
            );
            folder.CreateSubdirectory("inputs");
            folder.CreateSubdirectory("outputs");
            await File.WriteAllTextAsync(
                Path.Combine(folder.FullName, "inputs", "a.json"),
                """{"n": 2}""",
                ended
            );
            await File.WriteAllTextAsync(
                Path.Combine(folder.FullName, "outputs", "a.json"),
                """{"n": 4}""",
                ended
            );

            await using var freshet = FreshetProcess.Run(
                "transform",
                "--disable-otel",
                "--directory",
                folder.FullName,
                "--config",
                "./collector.toml",
                "--mode",
                "check",
                "-t",
                "doubled",
                "--input",
                "./inputs",
                "--output",
                "./outputs",
                "--no-check-cdevent"
            );

            (await freshet.ExitAsync()).ShouldBe(0, freshet.Errors);
            freshet.Output.ShouldContain("1 input, 1 output; no difference");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
