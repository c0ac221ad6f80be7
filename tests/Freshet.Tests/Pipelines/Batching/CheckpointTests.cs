using System.Text.Json.Nodes;
using Freshet.Pipelines;
using Freshet.Pipelines.Batching;
using Microsoft.Extensions.Logging;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Pipelines.Batching;

public sealed class CheckpointTests : IAsyncDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly SinkRig rig;

    public CheckpointTests() => rig = new() { CursorFolder = folder.Path };

    private string File => Path.Combine(folder.Path, "sink-out.json");

    public async ValueTask DisposeAsync()
    {
        await rig.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task Next_run_goes_on_where_the_last_one_ended()
    {
        await rig.AppendAsync(1, 2, 3);
        rig.Start();
        (await rig.NextAsync()).ShouldBe("1 2 3");
        await rig.StopAsync();
        var saved = Saved();
        ((long)saved["sequence"]!).ShouldBe(3);
        ((string)saved["id"]!).ShouldBe("3");
        ((string)saved["saved_at"]!).ShouldStartWith("2026-01-02T03:04:05");

        await rig.AppendAsync(4);
        rig.Start();
        (await rig.NextAsync()).ShouldBe("4");
    }

    [Fact]
    public async Task What_was_delivered_after_the_last_checkpoint_is_delivered_again_after_a_crash()
    {
        rig.Options.BatchMaxEvents = 1;
        await rig.AppendAsync(1, 2, 3);
        var atSecond = "";
        rig.Answer(attempt =>
        {
            if (attempt.Ids == "2")
            {
                atSecond = System.IO.File.ReadAllText(File);
            }
            return Delivery.Done;
        });
        rig.Start();
        (await rig.NextAsync()).ShouldBe("1");
        (await rig.NextAsync()).ShouldBe("2");
        (await rig.NextAsync()).ShouldBe("3");
        await rig.StopAsync();

        // What a crash in the second delivery would have left.
        folder.Write("sink-out.json", atSecond);
        rig.Start();
        await rig.StopAsync();
        rig.Rest().ShouldBe(["1", "2", "3"]);
    }

    [Fact]
    public async Task Event_is_not_passed_before_all_that_came_of_it_is_delivered()
    {
        rig.Options.BatchMaxEvents = 1;
        rig.Transformers = new([("twice", Function.Multiply(2))], 10);
        rig.Answer(attempt =>
            attempt.Ids.EndsWith("#2", StringComparison.Ordinal)
                ? Delivery.Again("busy")
                : Delivery.Done
        );
        await rig.AppendAsync(1);
        await using var still = new SinkRig
        {
            CursorFolder = folder.Path,
            Time = new() { StandsStill = true },
            Journal = rig.Journal,
            Transformers = rig.Transformers,
            Deliver = rig.Deliver,
        };
        still.Options.BatchMaxEvents = 1;
        still.Start();
        (await still.NextAsync()).ShouldBe("1");
        (await still.NextAsync()).ShouldBe("1#2");
        await still.StopAsync();
        ((long)Saved()["sequence"]!).ShouldBe(0);
    }

    [Fact]
    public async Task First_run_begins_with_the_next_event_even_if_it_crashes_before_that()
    {
        rig.Options.Start = SinkStart.Now;
        await rig.AppendAsync(1, 2);
        rig.Start();
        // The place was taken and saved in the call.
        ((long)Saved()["sequence"]!).ShouldBe(2);
        await rig.StopAsync();
        await rig.AppendAsync(3);
        rig.Start();
        (await rig.NextAsync()).ShouldBe("3");
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"sequence":-1,"id":"1"}""")]
    [InlineData("""{"sequence":"3","id":"3"}""")]
    [InlineData("""{"sequence":3,"id":3}""")]
    public async Task Broken_checkpoint_is_told_and_nothing_is_left_out(string text)
    {
        rig.Options.Start = SinkStart.Now;
        folder.Write("sink-out.json", text);
        await rig.AppendAsync(1, 2, 3);
        rig.Start();
        (await rig.NextAsync()).ShouldBe("1 2 3");
        rig.Log.ShouldContain(line => line.Level == LogLevel.Error && line.Text.Contains(File));
    }

    [Theory]
    [InlineData("""{"sequence":9,"id":"9"}""", "the journal ends at 3")]
    [InlineData("""{"sequence":2,"id":"other"}""", "then other, which in this journal is 2")]
    public async Task Checkpoint_of_another_journal_is_told_and_nothing_is_left_out(
        string text,
        string told
    )
    {
        folder.Write("sink-out.json", text);
        await rig.AppendAsync(1, 2, 3);
        rig.Start();
        (await rig.NextAsync()).ShouldBe("1 2 3");
        rig.Log.ShouldContain(line => line.Level == LogLevel.Error && line.Text.Contains(told));
    }

    [Fact]
    public async Task Checkpoint_that_retention_has_overtaken_counts_what_was_missed()
    {
        rig.Retention.MaxEvents = 2;
        folder.Write("sink-out.json", """{"sequence":1,"id":"1"}""");
        await rig.AppendAsync(1, 2, 3, 4);
        rig.Start();
        (await rig.NextAsync()).ShouldBe("3 4");
        rig.Log.ShouldContain(line => line.Text.StartsWith("out missed 1 events"));
    }

    [Fact]
    public async Task Checkpoint_that_cannot_be_saved_is_told_once_and_the_sink_goes_on()
    {
        Directory.CreateDirectory(File + ".new");
        rig.Options.BatchMaxEvents = 1;
        await rig.AppendAsync(1, 2);
        rig.Start();
        (await rig.NextAsync()).ShouldBe("1");
        (await rig.NextAsync()).ShouldBe("2");
        await rig.StopAsync();
        rig.Log.Count(line => line.Text.Contains("cannot be written")).ShouldBe(1);
    }

    [Theory]
    [InlineData("a/b")]
    [InlineData("..")]
    [InlineData("A b:ü")]
    public void Any_name_of_a_sink_gives_a_file_in_the_folder(string name)
    {
        var path = CheckpointFile.PathOf(folder.Path, name)!;
        Path.GetDirectoryName(path).ShouldBe(folder.Path);
        System.IO.File.WriteAllText(path, "");
        CheckpointFile.PathOf(null, name).ShouldBeNull();
    }

    private JsonNode Saved() => JsonNode.Parse(System.IO.File.ReadAllText(File))!;
}
