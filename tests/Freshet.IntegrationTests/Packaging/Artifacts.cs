using Freshet.IntegrationTests.Running;
using Shouldly;
using Xunit;

namespace Freshet.IntegrationTests.Packaging;

/// <summary>What <c>./do pack</c> makes. <c>./do test</c> makes it too, in the folder that <c>FRESHET_ARTIFACTS</c> names; without that these tests are skipped.</summary>
internal static class Artifacts
{
    public const string Version = "0.1.0";

    private const string Variable = "FRESHET_ARTIFACTS";

    /// <summary>What builds or unpacks takes longer than what runs.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>The folder; skips the test where there is none.</summary>
    public static string Folder
    {
        get
        {
            var folder = Environment.GetEnvironmentVariable(Variable);
            Assert.SkipUnless(
                Directory.Exists(folder),
                $"{Variable} names no folder of packages: ./do test makes them"
            );
            return folder!;
        }
    }

    /// <summary>Writes what makes NuGet restore from that folder alone, so that nothing else can be what is tested.</summary>
    /// <returns>The path of the file.</returns>
    public static string WriteFeed(string folder)
    {
        var path = Path.Combine(folder, "nuget.config");
        File.WriteAllText(
            path,
            $"""
            <configuration>
              <config><add key="globalPackagesFolder" value="{folder}/packages" /></config>
              <packageSources><clear /><add key="artifacts" value="{Folder}" /></packageSources>
            </configuration>
            """
        );
        return path;
    }

    /// <summary>Runs a program to its end, which must be a good one.</summary>
    /// <returns>What it printed.</returns>
    public static async Task<string> RunAsync(
        string program,
        IEnumerable<string> arguments,
        IReadOnlyDictionary<string, string>? environment = null
    )
    {
        await using var process = ChildProcess.Start(
            program,
            "./do test installs it",
            arguments,
            environment
        );
        (await process.ExitAsync(Patience)).ShouldBe(0, process.Output + process.Errors);
        return process.Output;
    }
}
