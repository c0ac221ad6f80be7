using System.Text.RegularExpressions;
using Freshet.IntegrationTests.Running;
using Freshet.Tests;
using Shouldly;
using Xunit;

namespace Freshet.IntegrationTests.Packaging;

/// <summary>The unit of systemd, judged by systemd.</summary>
public sealed partial class ServiceUnitTests : IDisposable
{
    /// <summary>What systemd may find of it, out of 100, of which more is worse; it calls what is below 20 fine.</summary>
    private const int Exposure = 15;

    private static readonly string Unit = Repository.At("packaging", "systemd", "freshet.service");

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Systemd_finds_nothing_wrong_with_it()
    {
        var text = await ReadAsync();
        // It looks for the program too.
        var copy = folder.Write(
            "freshet.service",
            text.Replace("/usr/local/bin/freshet", "/bin/true", StringComparison.Ordinal)
        );

        await using var analysis = Analyze("verify", copy);

        (await analysis.ExitAsync()).ShouldBe(0, analysis.Errors);
        (analysis.Output + analysis.Errors).ShouldBeEmpty();
    }

    [Fact]
    public async Task It_is_kept_from_what_it_does_not_need()
    {
        await using var analysis = Analyze(
            "security",
            "--offline=true",
            $"--threshold={Exposure}",
            "--no-pager",
            Unit
        );

        (await analysis.ExitAsync()).ShouldBe(0, analysis.Output + analysis.Errors);
    }

    [Fact]
    public async Task What_it_runs_are_commands_of_the_program()
    {
        var commands = Commands().Matches(await ReadAsync()).ToList();
        commands.Count.ShouldBe(3);
        foreach (var command in commands)
        {
            await using var help = FreshetProcess.Run([
                .. command.Groups["arguments"].Value.Split(' '),
                "--help",
            ]);

            (await help.ExitAsync()).ShouldBe(0, help.Errors);
            help.Output.ShouldContain($"freshet {command.Groups["arguments"].Value.Split(' ')[0]}");
        }
    }

    [Fact]
    public async Task It_is_not_kept_from_compiling_while_it_runs()
    {
        (await ReadAsync())
            .Split('\n')
            .ShouldNotContain(line =>
                line.StartsWith("MemoryDenyWriteExecute", StringComparison.Ordinal)
            );
    }

    private static Task<string> ReadAsync() =>
        File.ReadAllTextAsync(Unit, TestContext.Current.CancellationToken);

    private static ChildProcess Analyze(params string[] arguments) =>
        ChildProcess.Start("systemd-analyze", "apt-get install systemd", arguments);

    [GeneratedRegex(
        @"^Exec\w+=/usr/local/bin/freshet (?<arguments>.*)$",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Commands();
}
