using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Xunit;

namespace Vrl.Tests.Differential;

/// <summary>VRL 0.25 as WebAssembly under node: <c>tests/vrl-reference</c>.</summary>
internal static class Reference
{
    /// <summary>Where it is installed.</summary>
    public static string Folder { get; } =
        Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", "..", "vrl-reference");

    /// <summary>What the reference makes of these cases, in their order.</summary>
    public static async Task<IReadOnlyList<Outcome>> RunAsync(IReadOnlyList<Case> cases)
    {
        Assert.True(
            Directory.Exists(Path.Combine(Folder, "node_modules")),
            "the reference is not installed: run `npm ci` in tests/vrl-reference, or ./do test"
        );
        using var process = Start();
        var errors = process.StandardError.ReadToEndAsync();
        var feeding = FeedAsync(process, cases);
        var outcomes = new List<Outcome>(cases.Count);
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            outcomes.Add(Outcome.Read(JsonNode.Parse(line)!.AsObject()));
        }
        await feeding;
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"the reference ended: {await errors}");
        Assert.Equal(cases.Count, outcomes.Count);
        return outcomes;
    }

    private static Process Start()
    {
        var start = new ProcessStartInfo("node", ["run.mjs"])
        {
            WorkingDirectory = Folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception fault)
        {
            throw new InvalidOperationException(
                "node is missing, which the reference runs under: install it (apt-get install nodejs npm), or run ./do test",
                fault
            );
        }
    }

    private static async Task FeedAsync(Process process, IReadOnlyList<Case> cases)
    {
        await using var input = process.StandardInput;
        for (var i = 0; i < cases.Count; i++)
        {
            var line = new JsonObject
            {
                ["id"] = i,
                ["source"] = cases[i].Source,
                ["event"] = JsonNode.Parse(cases[i].Event),
            };
            await input.WriteLineAsync(line.ToJsonString());
        }
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
