using Freshet.IntegrationTests.Running;
using Freshet.Tests;
using Shouldly;
using Xunit;

namespace Freshet.IntegrationTests.Examples;

/// <summary>The script <c>show.sh</c> of an example, as a user runs it.</summary>
internal static class ExampleScript
{
    /// <summary>A script waits for a minute at most for one thing, and for a few of them.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>Runs it with the program that was built beside the tests.</summary>
    /// <returns>What it printed.</returns>
    public static async Task<string> RunAsync(
        string example,
        IReadOnlyDictionary<string, string>? environment = null
    )
    {
        using var folder = new TemporaryFolder();
        // The program as a single file, which a build for tests does not make.
        var program = folder.Write(
            "freshet",
            $"#!/bin/sh\nexec dotnet {Path.Combine(AppContext.BaseDirectory, "freshet.dll")} \"$@\"\n"
        );
        await using var script = ChildProcess.Start(
            "bash",
            "install bash, curl and openssl",
            [
                "-c",
                "chmod +x \"$FRESHET\" && exec \"$0\"",
                Repository.At("examples", example, "show.sh"),
            ],
            new Dictionary<string, string>(environment ?? new Dictionary<string, string>())
            {
                ["FRESHET"] = program,
            }
        );
        (await script.ExitAsync(Patience)).ShouldBe(0, script.Output + script.Errors);
        Directory.Exists(Repository.At("examples", example, ".freshet")).ShouldBeFalse();
        return script.Output;
    }

    /// <summary>
    /// Runs it, and compares what it prints with the example's <c>output.txt</c>. With <c>FRESHET_WRITE_DOCS=1</c> that file gets the output of this run.
    /// </summary>
    /// <returns>What it printed.</returns>
    public static async Task<string> CompareAsync(
        string example,
        IReadOnlyDictionary<string, string>? environment = null
    )
    {
        var output = await RunAsync(example, environment);
        var path = Repository.At("examples", example, "output.txt");
        if (Environment.GetEnvironmentVariable(CommandPage.WriteVariable) is not null)
        {
            await File.WriteAllTextAsync(path, output, TestContext.Current.CancellationToken);
        }
        var expected = await File.ReadAllLinesAsync(path, TestContext.Current.CancellationToken);
        output.TrimEnd('\n').Split('\n').ShouldBe(expected);
        return output;
    }
}
