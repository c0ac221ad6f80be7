using Freshet.IntegrationTests.Running;
using Shouldly;
using Xunit;

namespace Freshet.IntegrationTests.Management;

/// <summary>Prometheus' own tool, which <c>FRESHET_PROMTOOL</c> names; <c>./do test</c> fetches it.</summary>
internal static class Promtool
{
    private const string Variable = "FRESHET_PROMTOOL";

    /// <summary>Runs a line of shell in which <c>$0</c> is the tool and <c>$1</c> the file: it has to end well, and to complain of nothing.</summary>
    public static async Task AgreesAsync(string line, string file)
    {
        var tool = Environment.GetEnvironmentVariable(Variable);
        Assert.SkipWhen(
            string.IsNullOrEmpty(tool),
            $"{Variable} does not name promtool: `./do test` fetches it"
        );
        await using var process = ChildProcess.Start(
            "/bin/sh",
            "it is part of every system",
            ["-c", line, tool!, file]
        );
        var exit = await process.ExitAsync();
        exit.ShouldBe(0, process.Output + process.Errors);
        process.Errors.ShouldBeEmpty();
    }
}
