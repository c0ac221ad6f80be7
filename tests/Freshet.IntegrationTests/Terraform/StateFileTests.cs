using System.Text.Json.Nodes;
using Freshet.IntegrationTests.Running;
using Freshet.Tests;
using Shouldly;
using Xunit;

namespace Freshet.IntegrationTests.Terraform;

/// <summary>States in real files.</summary>
public sealed class StateFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly string path;

    public StateFileTests() => path = Path.Combine(folder.Path, "network.tfstate");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_new_serial_becomes_an_event_for_each_instance_that_changed()
    {
        await File.WriteAllTextAsync(path, Network.Seven, TestContext.Current.CancellationToken);
        await using var server = await StateServer.StartAsync(
            $"path = '{path}'\nmetadata = {{ context = {{ source = \"/network\" }} }}"
        );
        await server.Begins(7);

        Network.Replace(path, Network.Eight);

        await server.Journal.HoldsAsync(4);
        server.Told.ShouldBe(Network.Changes);
        var first = JsonNode.Parse(server.Journal.Bodies[0])!;
        first["id"]!
            .GetValue<string>()
            .ShouldBe("3f1d2c4e-9a1b-4c7d-8e2f-0a1b2c3d4e5f:8:aws_iam_policy.example");
        first["type"]!.GetValue<string>().ShouldBe("state_change");
        first["source"]!.GetValue<string>().ShouldBe("/network");
        first["data"]!["serial"]!.GetValue<int>().ShouldBe(8);
        first["data"]!["changes"]!["tags.Owner"]!
            .ToJsonString()
            .ShouldBe("""{"old":null,"new":"team"}""");
        string.Concat(server.Journal.Bodies).ShouldNotContain("secret");
    }

    [Fact]
    public async Task A_change_is_seen_by_the_notice_of_the_system()
    {
        await File.WriteAllTextAsync(path, Network.Seven, TestContext.Current.CancellationToken);
        await using var server = await StateServer.StartAsync(
            $"path = '{path}'\n{StateServer.Never}"
        );
        await server.Begins(7);

        Network.Replace(path, Network.Eight);

        await server.Journal.HoldsAsync(4);
    }

    [Fact]
    public async Task The_first_state_is_told_as_created_where_that_is_asked_for()
    {
        await File.WriteAllTextAsync(path, Network.Seven, TestContext.Current.CancellationToken);
        await using var server = await StateServer.StartAsync(
            $"path = '{path}'\nstart = \"oldest\""
        );

        await server.Journal.HoldsAsync(5);

        server.Told.ShouldAllBe(told => told.StartsWith("created "));
        string.Concat(server.Journal.Bodies).ShouldNotContain("secret");
    }

    [Fact]
    public async Task A_half_written_file_is_waited_out_without_a_word()
    {
        await File.WriteAllTextAsync(path, Network.Seven, TestContext.Current.CancellationToken);
        await using var server = await StateServer.StartAsync($"path = '{path}'");
        await server.Begins(7);
        foreach (var length in new[] { 0, 1, 500, 3000 })
        {
            await File.WriteAllTextAsync(
                path,
                Network.Eight[..length],
                TestContext.Current.CancellationToken
            );
        }

        await File.WriteAllTextAsync(path, Network.Eight, TestContext.Current.CancellationToken);

        await server.Journal.HoldsAsync(4);
        server.Told.ShouldBe(Network.Changes);
        server.Log.Lines.ShouldNotContain(line => line.StartsWith("Warning"));
    }

    [Fact]
    public async Task Removal_and_return_links_and_lateness_are_normal()
    {
        await using var server = await StateServer.StartAsync($"path = '{path}'");
        var target = folder.Write("one.json", Network.Seven);
        File.CreateSymbolicLink(path, target);
        await server.Begins(7);
        File.Delete(path);

        var other = folder.Write("two.json", Network.Eight);
        File.CreateSymbolicLink(path, other);

        await server.Journal.HoldsAsync(4);
        server.Told.ShouldBe(Network.Changes);
        server.Trouble.ShouldBeNull();
    }

    [Theory]
    [InlineData("0a0a0a0a", 9, "it is of lineage 0a0a0a0a")]
    [InlineData("3f1d2c4e", 6, "its serial 6 is older than 7")]
    [InlineData("3f1d2c4e", 7, "its serial is still 7")]
    public async Task What_does_not_follow_is_one_warning_and_no_event(
        string lineage,
        int serial,
        string warning
    )
    {
        await File.WriteAllTextAsync(path, Network.Seven, TestContext.Current.CancellationToken);
        await using var server = await StateServer.StartAsync($"path = '{path}'");
        await server.Begins(7);

        for (var i = 0; i < 3; i++)
        {
            var text = Network
                .WithSerial(Network.Eight, serial)
                .Replace(
                    "3f1d2c4e-9a1b-4c7d-8e2f-0a1b2c3d4e5f",
                    lineage == "3f1d2c4e" ? "3f1d2c4e-9a1b-4c7d-8e2f-0a1b2c3d4e5f" : lineage
                );
            Network.Replace(path, text.Replace("team", $"team-{i}"));
            await server.Log.Shows("Warning", warning);
        }
        Network.Replace(path, Network.WithSerial(Network.Eight, 10));
        await server.Journal.HoldsAsync(4);

        server.Data.ShouldAllBe(data => data["serial"]!.GetValue<int>() == 10);
        server.Count("Warning").ShouldBe(1);
        server.Trouble.ShouldBeNull();
    }

    [Theory]
    [InlineData("encrypted.tfstate", "encrypted")]
    [InlineData("format-3.tfstate", "format 3")]
    public async Task What_cannot_be_read_is_one_warning_and_a_trouble(string file, string reason)
    {
        folder.Write("network.tfstate", Network.Read(file));
        await using var server = await StateServer.StartAsync($"path = '{path}'");

        await server.Log.Shows("Warning", reason);
        await Eventually.Holds(() => server.Trouble?.Contains(reason) == true);
        Network.Replace(path, Network.Seven);
        await server.Begins(7);

        server.Count("Warning").ShouldBe(1);
        await Eventually.Holds(() => server.Trouble is null);
    }

    [Fact]
    public async Task A_state_that_is_too_large_is_a_warning()
    {
        folder.Write("network.tfstate", Network.Seven);
        await using var server = await StateServer.StartAsync(
            $"path = '{path}'\nmax_bytes = \"1KiB\""
        );

        await server.Log.Shows("Warning", "larger than max_bytes, 1KiB");
    }

    [Fact]
    public async Task Each_state_of_a_folder_is_followed_on_its_own()
    {
        folder.Write("network.tfstate", Network.Seven);
        folder.Write("network.tfstate.backup", "no state");
        await using var server = await StateServer.StartAsync(
            $"path = '{folder.Path}'\nrecursive = true"
        );
        await server.Begins(7);
        var lineage = "3f1d2c4e-9a1b-4c7d-8e2f-0a1b2c3d4e5f";
        var other = folder.Write(
            "deeper/other.tfstate",
            Network.WithSerial(Network.Eight, 20).Replace(lineage, "other")
        );
        await server.Begins(20);

        Network.Replace(
            other,
            Network.WithSerial(Network.Eight, 21).Replace(lineage, "other").Replace("team", "all")
        );
        await server.Journal.HoldsAsync(1);
        Network.Replace(path, Network.Eight);
        await server.Journal.HoldsAsync(5);

        server.Told.ShouldBe(["modified aws_iam_policy.example", .. Network.Changes]);
        server.Count("Warning").ShouldBe(0);
    }

    [Fact]
    public async Task What_changed_while_it_was_down_is_told_after_a_restart()
    {
        folder.Write("network.tfstate", Network.Seven);
        var journal = Path.Combine(folder.Path, "journal");
        await using (var server = await StateServer.StartAsync($"path = '{path}'", journal))
        {
            await server.Begins(7);
        }
        var kept = Directory
            .GetFiles(folder.Path, "terraform-state.json", SearchOption.AllDirectories)
            .ShouldHaveSingleItem();
        (await File.ReadAllTextAsync(kept, TestContext.Current.CancellationToken)).ShouldNotContain(
            "secret"
        );
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(kept).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        Network.Replace(path, Network.Eight);

        await using (var server = await StateServer.StartAsync($"path = '{path}'", journal))
        {
            await server.Journal.HoldsAsync(4);
            server.Told.ShouldBe(Network.Changes);
        }
    }

    [Fact]
    public async Task A_process_killed_before_it_noted_what_it_told_loses_nothing_and_doubles_nothing()
    {
        folder.Write("network.tfstate", Network.Seven);
        var journal = Path.Combine(folder.Path, "journal");
        string kept;
        byte[] before;
        await using (var freshet = await RunAsync(journal))
        {
            await freshet.Complains("begins with serial 7");
            kept = "";
            await Eventually.Holds(() =>
                (
                    kept = Directory
                        .GetFiles(folder.Path, "terraform-state.json", SearchOption.AllDirectories)
                        .SingleOrDefault("")
                ).Length > 0
            );
            before = await File.ReadAllBytesAsync(kept, TestContext.Current.CancellationToken);
            Network.Replace(path, Network.Eight);
            await freshet.Complains("4 instances changed with serial 8");
            freshet.Signal(9);
            await freshet.ExitAsync();
        }
        // As if it had ended between the two.
        await File.WriteAllBytesAsync(kept, before, TestContext.Current.CancellationToken);

        await using (var freshet = await RunAsync(journal))
        {
            await freshet.Complains("4 instances changed with serial 8");
            Network.Replace(path, Network.WithSerial(Network.Eight, 9).Replace("team", "all"));
            await freshet.Complains("1 instances changed with serial 9");
            freshet.Signal(FreshetProcess.Terminate);
            (await freshet.ExitAsync()).ShouldBe(0, freshet.Errors);
        }
        await using var server = await StateServer.StartAsync($"path = '{path}'", journal);
        await server.Journal.HoldsAsync(5);
        server.Told.ShouldBe([.. Network.Changes, "modified aws_iam_policy.example"]);
    }

    private Task<FreshetProcess> RunAsync(string journal)
    {
        var config = folder.Write(
            "freshet.toml",
            $"""
            [sources.state.extractor]
            type = "terraform_state"
            path = '{path}'
            interval = "20ms"
            [sinks.events]
            type = "sse"
            id = "events"
            """
        );
        return FreshetProcess.StartAsync("--config", config, "--set", $"journal.path={journal}");
    }
}
