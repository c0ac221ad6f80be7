using System.Diagnostics;
using System.Text.Json.Nodes;
using Freshet.IntegrationTests.Clients;
using Freshet.IntegrationTests.Deliveries;
using Freshet.IntegrationTests.Running;
using Freshet.Tests;
using Shouldly;
using Xunit;

namespace Freshet.IntegrationTests.Sending;

/// <summary><c>freshet send --run</c> as a process, around commands that are real.</summary>
public sealed class RunTests : IDisposable
{
    private const string Required = """
        [sources.hook]
        cdevents = "require"
        [sources.hook.extractor]
        type = "webhook"
        id = "hook"
        [sinks.events]
        type = "sse"
        id = "events"
        """;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_task_is_told_of_at_its_beginning_and_at_its_end()
    {
        await using var server = await FreshetServer.StartAsync(Required);
        await using var stream = await server.ListenAsync();

        var sent = await Sent.RunAsync([
            .. To(server, "taskrun"),
            "--",
            "sh",
            "-c",
            "echo out; echo err >&2; exit 3",
        ]);

        sent.ExitCode.ShouldBe(3);
        sent.Output.ShouldBe("out\n");
        sent.Errors.ShouldContain("err\n");
        var (started, finished) = (await EventAsync(stream), await EventAsync(stream));
        TypeOf(started).ShouldBe("dev.cdevents.taskrun.started.0.3.0");
        TypeOf(finished).ShouldBe("dev.cdevents.taskrun.finished.0.3.0");
        finished["subject"]!["content"]!["outcome"]!.ToString().ShouldBe("failure");
        finished["subject"]!["id"]!.ToString().ShouldBe(started["subject"]!["id"]!.ToString());
    }

    /// <summary>Of a property over all exit codes, those that something else could be made of.</summary>
    [Theory]
    [InlineData("exit 0", 0)]
    [InlineData("exit 1", 1)]
    [InlineData("exit 2", 2)]
    [InlineData("exit 77", 77)]
    [InlineData("exit 126", 126)]
    [InlineData("exit 127", 127)]
    [InlineData("exit 128", 128)]
    [InlineData("exit 255", 255)]
    [InlineData("kill -9 $$", 137)]
    [InlineData("kill -SEGV $$", 139)]
    public async Task Every_exit_code_is_kept_without_a_collector_too(string script, int expected)
    {
        var sent = await Sent.RunAsync(
            "--url",
            await DeadAddressAsync(),
            "--total-duration-of-retries",
            "0s",
            "--run",
            "taskrun",
            "--",
            "sh",
            "-c",
            script
        );

        sent.ExitCode.ShouldBe(expected);
        sent.Errors.ShouldContain("error: not sent to http: dev.cdevents.taskrun.finished");
    }

    [Fact]
    public async Task What_is_no_program_has_the_exit_code_of_a_shell_and_is_told_of()
    {
        await using var server = await FreshetServer.StartAsync(Required);
        await using var stream = await server.ListenAsync();
        var file = folder.Write("plain", "no program");

        var missing = await Sent.RunAsync([.. To(server, "taskrun"), "--", "no-such-program", "x"]);
        await EventAsync(stream);
        var finished = await EventAsync(stream);
        var plain = await Sent.RunAsync([.. To(server, "taskrun"), "--", file]);

        missing.ExitCode.ShouldBe(127);
        missing.Errors.ShouldContain("no-such-program: not found");
        finished["subject"]!["content"]!["outcome"]!.ToString().ShouldBe("error");
        plain.ExitCode.ShouldBe(126);
    }

    [Fact]
    public async Task The_working_directory_is_not_searched_for_programs()
    {
        folder.Write("true", "#!/bin/sh\nexit 9\n");
        var address = await DeadAddressAsync();

        var sent = await Sent.ShellAsync(
            $"chmod +x $1/true && $freshet send -C $1 --url {address} --total-duration-of-retries 0s --run taskrun -- true",
            folder.Path
        );

        sent.ExitCode.ShouldBe(0, sent.Errors);
    }

    [Theory]
    [InlineData(FreshetProcess.Terminate, "trap 'echo told; exit 7' TERM", 7, "cancel")]
    [InlineData(FreshetProcess.Interrupt, "trap 'echo told; exit 7' INT", 7, "cancel")]
    [InlineData(FreshetProcess.Terminate, "true", 143, "cancel")]
    public async Task A_signal_is_the_commands_and_its_end_is_told_of(
        int signal,
        string trap,
        int expected,
        string outcome
    )
    {
        await using var server = await FreshetServer.StartAsync(Required);
        await using var stream = await server.ListenAsync();
        await using var process = Sent.Start([
            .. To(server, "testsuiterun-junit"),
            "--no-data",
            "--",
            "bash",
            "-c",
            $"{trap}; echo ready; while :; do sleep 0.05; done",
        ]);
        await process.Prints("ready");

        process.Signal(signal);

        (await process.ExitAsync()).ShouldBe(expected, process.Errors);
        await EventAsync(stream);
        var finished = await EventAsync(stream);
        finished["subject"]!["content"]!["outcome"]!.ToString().ShouldBe(outcome);
    }

    [Fact]
    public async Task A_collector_that_never_answers_holds_up_neither_the_command_nor_its_end_for_long()
    {
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var receiver = await Receiver.StartAsync((_, _, _) => release.Task);
        var watch = Stopwatch.StartNew();

        await using var process = Sent.Start(
            "--url",
            receiver.Address.ToString(),
            "--total-duration-of-retries",
            "0s",
            "--run",
            "taskrun",
            "--",
            "sh",
            "-c",
            "echo runs; exit 4"
        );
        await process.Prints("runs");
        (await process.ExitAsync()).ShouldBe(4);

        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(20));
        process.Errors.ShouldContain("not sent to http: dev.cdevents.taskrun.finished");
        release.SetResult();
    }

    [Fact]
    public async Task Where_it_is_asked_for_an_event_that_cannot_be_sent_is_a_failure()
    {
        string[] arguments =
        [
            "--url",
            await DeadAddressAsync(),
            "--total-duration-of-retries",
            "0s",
            "--fail-on-collector-error",
            "--run",
            "taskrun",
            "--",
            "sh",
            "-c",
        ];

        (await Sent.RunAsync([.. arguments, "exit 0"])).ExitCode.ShouldBe(2);
        (await Sent.RunAsync([.. arguments, "exit 5"])).ExitCode.ShouldBe(5);
    }

    [Fact]
    public async Task A_wrong_configuration_ends_no_build_unless_it_is_asked_for()
    {
        var sent = await Sent.RunAsync("--url", "", "--run", "taskrun", "--", "sh", "-c", "exit 6");
        var strict = await Sent.RunAsync(
            "--url",
            "",
            "--fail-on-collector-error",
            "--run",
            "taskrun",
            "--",
            "sh",
            "-c",
            "echo ran; exit 6"
        );

        sent.ExitCode.ShouldBe(6);
        sent.Errors.ShouldContain("no event is sent");
        (strict.ExitCode, strict.Output).ShouldBe((1, ""));
    }

    [Fact]
    public async Task Reports_that_the_command_writes_are_the_results()
    {
        await using var server = await FreshetServer.StartAsync(Required);
        await using var stream = await server.ListenAsync();
        var old = folder.Write("TEST-old.xml", "<testsuite><testcase name=\"old\"/></testsuite>");
        File.SetLastWriteTimeUtc(old, DateTime.UnixEpoch);
        folder.Write(
            "later/report",
            "<testsuite name=\"a\"><testcase name=\"x\"/><testcase name=\"y\"><failure message=\"no\"/></testcase></testsuite>"
        );

        var sent = await Sent.RunAsync([
            "-C",
            folder.Path,
            .. To(server, "testsuiterun_junit"),
            "--",
            "sh",
            "-c",
            "cat later/report > TEST-new.xml; echo '<broken' > TEST-broken.xml",
        ]);

        sent.ExitCode.ShouldBe(0);
        sent.Errors.ShouldContain("TEST-broken.xml is no report that can be read");
        TypeOf(await EventAsync(stream)).ShouldBe("dev.cdevents.testsuiterun.started.0.3.0");
        var finished = await EventAsync(stream);
        finished["subject"]!["content"]!["outcome"]!.ToString().ShouldBe("failure");
        finished["customData"]!["testsuiterun"]!["summary"]!["results_count"]!
            .GetValue<int>()
            .ShouldBe(2);
    }

    [Fact]
    public async Task TAP_that_the_command_prints_is_passed_on_and_read()
    {
        await using var server = await FreshetServer.StartAsync(Required);
        await using var stream = await server.ListenAsync();

        var sent = await Sent.RunAsync([
            .. To(server, "testsuiterun-tap"),
            "--",
            "sh",
            "-c",
            "echo 1..2; echo 'ok 1 - a'; echo 'not ok 2 - b'; exit 1",
        ]);

        sent.ExitCode.ShouldBe(1);
        sent.Output.ShouldBe("1..2\nok 1 - a\nnot ok 2 - b\n");
        await EventAsync(stream);
        var finished = await EventAsync(stream);
        finished["subject"]!["content"]!["reason"]!.ToString().ShouldBe("1 of 2 tests failed: b");
    }

    [Theory]
    [InlineData("taskrun")]
    [InlineData("testsuiterun-tap")]
    public async Task However_much_the_command_prints_all_of_it_arrives(string type)
    {
        var sent = await Sent.ShellAsync(
            $"$freshet send -q --url {await DeadAddressAsync()} --total-duration-of-retries 0s --run {type} -- head -c 40000000 /dev/zero 2>/dev/null | wc -c"
        );

        sent.Output.Trim().ShouldBe("40000000");
    }

    [Theory]
    [InlineData("taskrun")]
    [InlineData("testsuiterun-tap")]
    public async Task Where_nobody_reads_on_the_command_is_ended_as_without(string type)
    {
        var sent = await Sent.ShellAsync(
            $"$freshet send -q --url {await DeadAddressAsync()} --total-duration-of-retries 0s --run {type} -- yes 2>/dev/null | head -1; echo ${{PIPESTATUS[0]}}"
        );

        sent.Output.ShouldBe("y\n141\n");
    }

    [Fact]
    public async Task The_command_reads_the_input_or_leaves_it()
    {
        var address = await DeadAddressAsync();
        var options = $"send -q --url {address} --total-duration-of-retries 0s --run taskrun --";

        var read = await Sent.ShellAsync($"printf 'a\\nb\\n' | $freshet {options} cat 2>/dev/null");
        var left = await Sent.ShellAsync(
            $"yes | $freshet {options} sh -c 'exec <&-; echo done' 2>/dev/null"
        );

        read.Output.ShouldBe("a\nb\n");
        left.Output.ShouldBe("done\n");
    }

    [Fact]
    public async Task A_daemon_that_keeps_the_output_open_holds_up_nothing()
    {
        var watch = Stopwatch.StartNew();

        var sent = await Sent.RunAsync(
            "--url",
            await DeadAddressAsync(),
            "--total-duration-of-retries",
            "0s",
            "--run",
            "testsuiterun-tap",
            "--",
            "sh",
            "-c",
            "echo 1..1; echo ok 1; sleep 25 2>/dev/null & exit 0"
        );

        sent.ExitCode.ShouldBe(0);
        sent.Output.ShouldBe("1..1\nok 1\n");
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(20));
    }

    private static string[] To(FreshetServer server, string type) =>
        ["--url", $"{server.Address}webhook/hook", "--run", type];

    private static async Task<string> DeadAddressAsync()
    {
        await using var receiver = await Receiver.StartAsync();
        return receiver.Address.ToString();
    }

    private static async Task<JsonNode> EventAsync(SseClient stream) =>
        JsonNode.Parse((await stream.NextAsync()).Data).ShouldNotBeNull();

    private static string TypeOf(JsonNode body) => body["context"]!["type"]!.ToString();
}
