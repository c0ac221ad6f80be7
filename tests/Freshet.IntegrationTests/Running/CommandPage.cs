using System.Text;
using System.Text.RegularExpressions;
using Shouldly;
using Xunit;

namespace Freshet.IntegrationTests.Running;

/// <summary>
/// A page of the documentation whose commands are run, each <c>$ COMMAND</c> in a block <c>console</c>, and their outputs compared with what the page shows. With
/// <c>FRESHET_WRITE_DOCS=1</c> the page gets the outputs of this run.
/// </summary>
/// <param name="path">The page.</param>
/// <param name="text">What it says.</param>
internal sealed partial class CommandPage(string path, string text)
{
    /// <summary>Where it is set, what tests compare with is written anew.</summary>
    public const string WriteVariable = "FRESHET_WRITE_DOCS";

    private readonly bool isWriting = Environment.GetEnvironmentVariable(WriteVariable) is not null;

    public static async Task<CommandPage> ReadAsync(params string[] path) =>
        new(
            Repository.At(path),
            await File.ReadAllTextAsync(Repository.At(path), TestContext.Current.CancellationToken)
        );

    /// <summary>The commands as they are written, each on one line.</summary>
    public IEnumerable<string> Commands =>
        Block()
            .Matches(text)
            .Select(block =>
                block.Groups["command"].Value.Replace("\\\n  ", "", StringComparison.Ordinal)
            );

    /// <summary>Runs them in their order; fails where an output is another than the page's, but for what each run has of its own.</summary>
    /// <param name="translate">What is run in place of a command; null where somebody else runs it.</param>
    /// <param name="show">Makes the page's output of the run's.</param>
    /// <param name="before">Called before each command that is run.</param>
    public async Task RunAsync(
        Func<string, string?> translate,
        Func<string, string> show,
        Func<string, Task>? before = null
    )
    {
        var page = text;
        var differences = new StringBuilder();
        foreach (var block in Block().Matches(text).ToList())
        {
            var command = block.Groups["command"].Value;
            if (translate(command) is not { } real)
            {
                continue;
            }
            if (before is not null)
            {
                await before(command);
            }
            var written = block.Groups["output"].Value;
            var output = await RunAsync(command, real, isWriting ? null : Masked(written));
            if (isWriting)
            {
                page = page.Replace(
                    block.Value,
                    $"```console\n$ {command}\n{show(output)}```",
                    StringComparison.Ordinal
                );
            }
            else if (Masked(output) != Masked(written))
            {
                differences.Append($"$ {command}\n{Masked(output)}\nand not\n{Masked(written)}\n");
            }
        }
        if (isWriting)
        {
            await File.WriteAllTextAsync(path, page, TestContext.Current.CancellationToken);
        }
        differences.ToString().ShouldBeEmpty();
    }

    /// <summary>The command's output: a stream has no end, and is read until it has what is wanted, or, where nobody knows, until no more comes.</summary>
    private static async Task<string> RunAsync(string command, string real, string? wanted)
    {
        var isStream =
            command.StartsWith("curl -N", StringComparison.Ordinal)
            || command.StartsWith("node", StringComparison.Ordinal);
        await using var process = ChildProcess.Start(
            "bash",
            "install bash",
            ["-c", $"exec {real}"]
        );
        if (!isStream)
        {
            await process.ExitAsync();
        }
        else if (wanted is not null)
        {
            await Eventually.Holds(
                () => Masked(process.Output) == wanted,
                () => $"{real}\n{process.Output}\n{process.Errors}"
            );
        }
        else
        {
            await SettledAsync(process);
        }
        return process.Output + process.Errors;
    }

    /// <summary>Returns once nothing more came for a while.</summary>
    private static async Task SettledAsync(ChildProcess process)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        var before = "";
        while (process.Output.Length == 0 || process.Output != before)
        {
            before = process.Output;
            await timer.WaitForNextTickAsync();
        }
    }

    /// <summary>What each run has of its own.</summary>
    private static string Masked(string output) =>
        Time().Replace(Uuid().Replace(Number().Replace(output, "$1 N"), "UUID"), "TIME").TrimEnd();

    [GeneratedRegex(
        @"```console\n\$ (?<command>(?:[^\n]*\\\n)*[^\n]*)\n(?<output>(?:(?!```).)*)```",
        RegexOptions.Singleline | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Block();

    [GeneratedRegex(@"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")]
    private static partial Regex Uuid();

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT[\d:.]+Z")]
    private static partial Regex Time();

    [GeneratedRegex(@"(retry:|curl/|127\.0\.0\.1:|localhost:)[ ]?[\d.]+")]
    private static partial Regex Number();
}
