using System.Text;
using Freshet.Events;
using Freshet.IntegrationTests.Running;
using Freshet.Journal;
using Freshet.Pipelines;
using Freshet.Pipelines.Letters;
using Freshet.Sources.Sse;
using Freshet.Tests;
using Freshet.Tests.Journal;
using Shouldly;
using Xunit;
using static Freshet.IntegrationTests.Links.ScriptedStream;

namespace Freshet.IntegrationTests.Links;

/// <summary>What becomes of the events of a stream.</summary>
public sealed class EventTests
{
    [Fact]
    public async Task Data_that_is_no_json_becomes_a_string()
    {
        await using var stream = await StartAsync(
            Stream("data: not\ndata: JSON\n\ndata: {\"a\":\ndata: 1}\n\ndata\n\n")
        );
        await using var collector = await Collector.StartAsync(stream.Address);

        await collector.Journal.HoldsAsync(3);

        collector.Journal.Bodies.ShouldBe(["\"not\\nJSON\"", "{\"a\":1}", "\"\""]);
    }

    [Fact]
    public async Task An_event_that_is_too_large_is_left_out_and_the_place_moves_on()
    {
        var large = new string('x', 2_000_000);
        await using var stream = await StartAsync(
            StreamToItsEnd(
                $"id: 1\ndata: 1\n\nid: big\ndata: \"{large}\"\n\nid: 3\ndata: 3\n\nid: 4\ndata: {large}\n\n"
            ),
            Stream("id: 5\ndata: 5\n\n")
        );
        await using var collector = await Collector.StartAsync(stream.Address);

        await collector.Journal.HoldsAsync(3);

        collector.Journal.Bodies.ShouldBe(["1", "3", "5"]);
        stream.Requests[1].LastEventId.ShouldBe("4");
        await collector.Log.Shows("Error", "event big is larger than max_event_bytes, 1MiB");
    }

    [Fact]
    public async Task What_a_server_says_of_the_connection_is_no_event_unless_it_has_an_id()
    {
        await using var stream = await StartAsync(
            Stream(
                "event: connection.established\ndata: 1\n\n"
                    + "event: heartbeat\ndata: 2\n\n"
                    + "event: heartbeat\nid: 3\ndata: 3\n\n"
                    + "event: other\ndata: 4\n\n"
            )
        );
        await using var collector = await Collector.StartAsync(stream.Address);

        await collector.Journal.HoldsAsync(2);

        collector.Journal.Bodies.ShouldBe(["3", "4"]);
    }

    [Fact]
    public async Task What_a_freshet_says_of_itself_is_told_and_no_event()
    {
        await using var stream = await StartAsync(
            StreamToItsEnd("id: 0\ndata: 0\n\n"),
            Stream(
                "event: error\ndata: replay: the id is unknown\n\n"
                    + "event: error\ndata: rejected: event x by transformer y\n\n"
                    + "event: error\ndata: {\"code\":7}\n\n"
                    + "id: 1\ndata: 1\n\n"
            )
        );
        await using var collector = await Collector.StartAsync(stream.Address);

        await collector.Journal.HoldsAsync(3);

        collector.Journal.Bodies.ShouldBe(["0", "{\"code\":7}", "1"]);
        await collector.Log.Shows("Warning", "the server tells: replay: the id is unknown");
        await collector.Log.Shows("Warning", "the server tells: rejected: event x");
        stream.Requests.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("lagged: 1 messages skipped")]
    [InlineData("replay: 1 event was left out here")]
    public async Task What_the_server_skipped_is_asked_for(string told)
    {
        await using var stream = await StartAsync(
            Stream($"id: 1\ndata: 1\n\nevent: error\ndata: {told}\n\nid: 3\ndata: 3\n\n"),
            Stream("id: 2\ndata: 2\n\nid: 3\ndata: 3\n\n")
        );
        await using var collector = await Collector.StartAsync(
            stream.Address,
            "retry = \"1h\"\nretry_limit = \"1h\""
        );

        await collector.Journal.HoldsAsync(3);

        collector.Journal.Bodies.ShouldBe(["1", "2", "3"]);
        stream.Requests.Select(request => request.LastEventId).ShouldBe([null, "1"]);
    }

    [Fact]
    public async Task A_refused_event_keeps_no_other_from_the_journal()
    {
        await using var stream = await StartAsync(
            StreamToItsEnd(
                "id: 1\ndata: 1\n\nid: 2\ndata: {\"specversion\":\"1.0\",\"id\":\"\",\"source\":\"/s\",\"type\":\"t\"}\n\nid: 3\ndata: 3\n\nid: 4\ndata: 4\n\n"
            ),
            Stream("id: 5\ndata: 5\n\n")
        );
        await using var collector = await Collector.StartAsync(stream.Address);

        await collector.Journal.HoldsAsync(4);

        collector.Journal.Bodies.ShouldBe(["1", "3", "4", "5"]);
        stream.Requests[1].LastEventId.ShouldBe("4");
        await collector.Log.Shows(
            "Error",
            "link: {\"url\"",
            "\"id\":\"2\"",
            "was put to the dead letters: id: expected",
            "freshet dead-letters list"
        );
    }

    [Fact]
    public async Task A_refused_event_is_a_dead_letter_as_it_came_with_where_it_came_from()
    {
        const string Nameless = """{"specversion":"1.0", "id":"","source":"/s","type":"t"}""";
        await using var stream = await StartAsync(
            StreamToItsEnd(
                $"id: 1\ndata: 1\n\nid: 2\nevent: order\ndata: {Nameless}\n\ndata: {Nameless}\n\n"
            ),
            Stream("id: 3\ndata: 3\n\n")
        );
        var address = new Uri(stream.Address.AbsoluteUri + "?token=s3cr3t");
        await using var collector = await Collector.StartAsync(address);

        await collector.Journal.HoldsAsync(2);

        var letters = collector
            .Server.DeadLetters.Open()
            .Cast<KeptMessage>()
            .Select(kept => kept.Message)
            .ToList();
        letters.Count.ShouldBe(2);
        letters.ShouldAllBe(letter => letter.Source == "link");
        letters
            .Select(letter => Encoding.UTF8.GetString(letter.Content.Span))
            .ShouldBe([Nameless, Nameless]);
        letters[0].Reason.ShouldBe("id: expected a string that is not empty, found an empty one");
        letters[0]
            .Origin.ToJsonString()
            .ShouldBe($$"""{"url":"{{stream.Address}}","id":"2","event":"order"}""");
        letters[1]
            .Origin.ToJsonString()
            .ShouldBe($$"""{"url":"{{stream.Address}}","event":"message"}""");
    }

    [Fact]
    public async Task While_the_disk_of_the_dead_letters_is_full_the_place_stays_and_then_moves_on()
    {
        using var disk = new SmallDisk("1m");
        using var journal = new TemporaryFolder();
        disk.Fill();
        await using var stream = await StartAsync(
            StreamToItsEnd("id: 1\ndata: 1\n\nid: 2\ndata: 2\n\nid: 3\ndata: 3\n\n"),
            Stream("id: 4\ndata: 4\n\n")
        );
        await using var collector = await PickyAsync(
            stream.Address,
            $"""
            [journal]
            path = '{journal.Path}'
            [dead_letters]
            path = '{disk.Path}'
            """
        );

        await collector.Log.Shows(
            "Error",
            "what came in cannot be kept now, and waits",
            "No space left on device"
        );
        stream.Requests.Count.ShouldBe(1);
        new DeadLetterFolder(disk.Path).Open().ShouldBeEmpty();

        disk.Free();

        await collector.Journal.HoldsAsync(3);
        collector.Journal.Bodies.ShouldBe(["1", "3", "4"]);
        stream.Requests[1].LastEventId.ShouldBe("3");
        new DeadLetterFolder(disk.Path)
            .Open()
            .ShouldHaveSingleItem()
            .ShouldBeOfType<KeptMessage>()
            .Message.Content.ToArray()
            .ShouldBe("2"u8.ToArray());
    }

    [Fact]
    public async Task What_cannot_become_a_dead_letter_before_a_stop_comes_again_after_it()
    {
        using var disk = new SmallDisk("1m");
        using var journal = new TemporaryFolder();
        const string Text = "id: 1\ndata: 1\n\nid: 2\ndata: 2\n\nid: 3\ndata: 3\n\n";
        await using var stream = await StartAsync(Stream(Text));
        var folders = $"""
            [journal]
            path = '{journal.Path}'
            [dead_letters]
            path = '{disk.Path}'
            """;
        disk.Fill();
        await using (var collector = await PickyAsync(stream.Address, folders))
        {
            await collector.Log.Shows("Error", "what came in cannot be kept now, and waits");
        }

        disk.Free();
        await using var again = await PickyAsync(stream.Address, folders);
        await again.Log.Shows("Error", "was put to the dead letters: transformer picky");

        stream.Requests[1].LastEventId.ShouldBeNull();
        again.Journal.Bodies.ShouldBe(["1", "3"]);
        new DeadLetterFolder(disk.Path).Open().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task What_a_transformer_refuses_is_told_by_its_name()
    {
        await using var stream = await StartAsync(
            StreamToItsEnd("id: 1\ndata: 1\n\nid: 2\ndata: 2\n\n"),
            Stream("id: 3\ndata: 3\n\n")
        );
        await using var collector = await PickyAsync(stream.Address);

        await collector.Journal.HoldsAsync(2);

        collector.Journal.Bodies.ShouldBe(["1", "3"]);
        stream.Requests[1].LastEventId.ShouldBe("2");
        await collector.Log.Shows(
            "Error",
            "was put to the dead letters: transformer picky: no twos"
        );
        collector
            .Server.DeadLetters.Open()
            .ShouldHaveSingleItem()
            .ShouldBeOfType<KeptMessage>()
            .Message.Reason.ShouldBe("transformer picky: no twos");
    }

    [Fact]
    public async Task While_the_journal_takes_nothing_the_place_stays_and_then_all_is_taken()
    {
        await using var stream = await StartAsync(
            Stream("id: 1\ndata: 1\n\nid: 2\ndata: 2\n\n"),
            Stream("id: 3\ndata: 3\n\n")
        );
        FlakyWriter? writer = null;
        await using var collector = await Collector.StartAsync(
            stream.Address,
            change: recorded =>
            {
                recorded.Sources.Remove("sse");
                return recorded.Source<SseSourceOptions>(
                    "sse",
                    (options, context) =>
                    {
                        writer = new FlakyWriter(context.Output, failures: 3);
                        return new SseSource(options, context with { Output = writer });
                    }
                );
            }
        );

        await collector.Journal.HoldsAsync(2);

        collector.Journal.Bodies.ShouldBe(["1", "2"]);
        stream.Requests.Count.ShouldBe(1);
        writer!.Failures.ShouldBe(0);
        await collector.Log.Shows("Error", "cannot be kept now, and waits: the disk is full");
        await collector.Log.Shows("Information", "what waited is kept now");
        collector
            .Log.Lines.Count(line => line.Contains("cannot be kept now", StringComparison.Ordinal))
            .ShouldBe(1);
    }

    [Fact]
    public async Task What_has_arrived_is_written_together()
    {
        const int Count = 5000;
        var text = string.Concat(Enumerable.Range(0, Count).Select(n => $"id: {n}\ndata: {n}\n\n"));
        await using var stream = await StartAsync(Stream(text));
        FlakyWriter? writer = null;
        await using var collector = await Collector.StartAsync(
            stream.Address,
            change: recorded =>
            {
                recorded.Sources.Remove("sse");
                return recorded.Source<SseSourceOptions>(
                    "sse",
                    (options, context) =>
                    {
                        writer = new FlakyWriter(context.Output, failures: 0);
                        return new SseSource(options, context with { Output = writer });
                    }
                );
            }
        );

        await collector.Journal.HoldsAsync(Count);

        collector.Journal.Bodies.ShouldBe(Enumerable.Range(0, Count).Select(n => $"{n}"));
        writer!.Writes.ShouldBeLessThan(Count / 5);
    }

    /// <summary>A collector whose transformer takes everything but 2.</summary>
    private static Task<Collector> PickyAsync(Uri url, string more = "")
    {
        var catalog = TestCatalog.With(
            (input, output) =>
            {
                output.Add(input);
                return (int)input.Body! == 2
                    ? new Rejection(RejectionKind.Transformer, "no twos")
                    : null;
            }
        );
        return Collector.StartAsync(
            url,
            more: $"""
            {more}
            [transformers.picky]
            type = "test"

            [sources.link]
            transformer_refs = ["picky"]

            """,
            change: recorded =>
            {
                recorded.Transformers.Add("test", catalog.Transformers["test"]);
                return recorded;
            }
        );
    }

    /// <summary>Refuses a few times, as a journal on a full disk does.</summary>
    private sealed class FlakyWriter(IEventWriter writer, int failures) : IEventWriter
    {
        public int Failures { get; private set; } = failures;

        public int Writes { get; private set; }

        public ValueTask<WriteResult> WriteAsync(
            IReadOnlyList<Event> events,
            CancellationToken cancellation
        ) => throw new NotSupportedException();

        public ValueTask<IReadOnlyList<RefusedEvent>> WriteEachAsync(
            int count,
            Func<int, Event> create,
            CancellationToken cancellation
        )
        {
            Writes++;
            return Failures-- > 0
                ? throw new JournalUnavailableException("the disk is full")
                : WriteNowAsync(count, create, cancellation);
        }

        private ValueTask<IReadOnlyList<RefusedEvent>> WriteNowAsync(
            int count,
            Func<int, Event> create,
            CancellationToken cancellation
        )
        {
            Failures = 0;
            return writer.WriteEachAsync(count, create, cancellation);
        }
    }
}
