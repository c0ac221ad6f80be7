using Freshet.Journal;
using Freshet.Pipelines;
using Freshet.Sinks.Sse.Filtering;
using Freshet.Sinks.Sse.Frames;
using Freshet.Sinks.Sse.Replaying;
using Freshet.Tests.Journal;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Sinks.Sse;

/// <summary>The journal as those read it who are behind: in parts that they share.</summary>
public sealed class CatchUpBlocksTests : IAsyncDisposable
{
    private const int Span = FrameReader.AtOnce;
    private static readonly TimeSpan Watchdog = TimeSpan.FromSeconds(120);

    private readonly CancellationToken cancellation = TestContext.Current.CancellationToken;
    private readonly MemoryJournal memory;
    private readonly CountingJournal journal;

    public CatchUpBlocksTests()
    {
        memory = new MemoryJournal(new() { MaxEvents = 1000 }, new ManualTime());
        journal = new CountingJournal(memory);
    }

    public ValueTask DisposeAsync() => journal.DisposeAsync();

    [Fact]
    public void One_reading_serves_all_who_ask_for_the_same()
    {
        Append(Span);
        var blocks = Blocks();
        var askers = Enumerable.Range(0, 1000).Select(_ => new Asker()).ToList();
        foreach (var (asker, i) in askers.Select((asker, i) => (asker, i)))
        {
            // Anywhere in the same part.
            blocks.Ask(i % Span, asker).ShouldBeTrue();
        }

        Read(blocks).ShouldBe(1);

        journal.Opened.ShouldBe(1);
        askers.ShouldAllBe(asker => asker.Told == 1);
        Enumerable.Range(0, Span).ShouldAllBe(n => blocks.Find(n) == blocks.Find(0));
    }

    [Fact]
    public void What_is_held_already_is_there_at_once()
    {
        Append(Span);
        var blocks = Blocks();
        blocks.Ask(0, new Asker());
        Read(blocks);
        var late = new Asker();

        blocks.Ask(3, late).ShouldBeTrue();

        late.Told.ShouldBe(1);
        Read(blocks).ShouldBe(0);
    }

    [Fact]
    public void Parts_follow_each_other_without_a_seam()
    {
        Append(3 * Span + 10);
        var blocks = Blocks();

        Walk(blocks, 0).ShouldBe(Enumerable.Range(1, (3 * Span) + 10).Select(n => $"n{n}"));
        journal.Opened.ShouldBe(4);
        Walk(blocks, 700)
            .ShouldBe(Enumerable.Range(701, (3 * Span) + 10 - 700).Select(n => $"n{n}"));
        journal.Opened.ShouldBe(4);
    }

    [Fact]
    public void Part_at_the_end_of_the_journal_is_followed_by_what_came_since()
    {
        Append(10);
        var blocks = Blocks();
        Walk(blocks, 0).Count.ShouldBe(10);
        Append(5);

        Walk(blocks, 0).ShouldBe(Enumerable.Range(1, 15).Select(n => $"n{n}"));

        journal.Opened.ShouldBe(2);
        blocks.Find(0)!.Covered.ShouldBe(10);
        blocks.Find(10)!.After.ShouldBe(10);
    }

    [Fact]
    public void What_was_not_asked_for_the_longest_goes_first_where_there_is_no_room()
    {
        Append(3 * Span);
        var blocks = Blocks(maxBytes: SizeOfPart() * 5 / 2);
        Ask(blocks, 0);
        Ask(blocks, Span);
        blocks.Find(0).ShouldNotBeNull();

        Ask(blocks, 2 * Span);

        blocks.Find(0).ShouldNotBeNull();
        blocks.Find(Span).ShouldBeNull();
        blocks.Find(2 * Span).ShouldNotBeNull();
    }

    [Fact]
    public void Part_that_was_read_last_stays_however_little_room_there_is()
    {
        Append(2 * Span);
        var blocks = Blocks(maxBytes: 1);
        Ask(blocks, 0);
        blocks.Find(0).ShouldNotBeNull();

        Ask(blocks, Span);

        blocks.Find(0).ShouldBeNull();
        blocks.Find(Span).ShouldNotBeNull();
        Walk(blocks, 0).ShouldBe(Enumerable.Range(1, 2 * Span).Select(n => $"n{n}"));
    }

    [Fact]
    public void Part_of_large_entries_ends_before_it_is_large_itself()
    {
        Append(40, size: 100_000);
        var blocks = Blocks();

        Ask(blocks, 0);

        // More than it takes to make a megabyte, but no more than is read at a time.
        var part = blocks.Find(0)!;
        part.Covered.ShouldBeInRange(11, 16);
        part.Size.ShouldBeInRange(1 << 20, 2 << 20);
        Walk(blocks, 0).ShouldBe(Enumerable.Range(1, 40).Select(n => $"n{n}"));
    }

    [Fact]
    public void Place_after_a_part_that_ended_early_is_in_the_next_one()
    {
        Append(40, size: 100_000);
        var blocks = Blocks();
        Ask(blocks, 0);
        var end = blocks.Find(0)!.Covered;

        Ask(blocks, end + 1);

        blocks.Find(end)!.After.ShouldBe(end);
        blocks.Find(end + 1)!.After.ShouldBe(end);
    }

    [Fact]
    public void What_is_gone_is_a_notice_in_its_place()
    {
        Append(1500);
        var blocks = Blocks();

        Ask(blocks, 0);

        // Of 1,500 the journal keeps 1,000.
        var notice = blocks.Find(0)!.Find(0)!;
        notice.Gone.ShouldNotBeNull().Next!.Sequence.ShouldBe(501);
        notice.Place.ShouldBe(FramePlace.EndOf(500));
        Walk(blocks, 0).ShouldBe(["", .. Enumerable.Range(501, 1000).Select(n => $"n{n}")]);
    }

    [Fact]
    public async Task Who_asks_is_answered_when_the_journal_is_closed_and_who_comes_later_is_refused()
    {
        Append(10);
        var blocks = Blocks();
        using var stopping = new CancellationTokenSource();
        await stopping.CancelAsync();
        var asker = new Asker();
        blocks.Ask(0, asker).ShouldBeTrue();

        await blocks.RunAsync(stopping.Token).WaitAsync(Watchdog, cancellation);

        asker.Told.ShouldBe(1);
        blocks.Find(0).ShouldBeNull();
        blocks.Ask(0, asker).ShouldBeFalse();
        (await blocks.FindAsync(0, cancellation)).ShouldBeNull();
    }

    [Fact]
    public async Task Parts_are_read_as_they_are_asked_for()
    {
        Append(3 * Span);
        var blocks = Blocks();
        using var stopping = new CancellationTokenSource();
        var running = Task.Run(() => blocks.RunAsync(stopping.Token), cancellation);

        for (var at = 0L; at < 3 * Span; at += Span)
        {
            var finding = blocks.FindAsync(at, cancellation).AsTask();
            var part = await finding.WaitAsync(Watchdog, cancellation);
            part.ShouldNotBeNull().After.ShouldBe(at);
        }

        await stopping.CancelAsync();
        await running.WaitAsync(Watchdog, cancellation);
        journal.Opened.ShouldBe(3);
    }

    private CatchUpBlocks Blocks(long maxBytes = long.MaxValue) =>
        new(
            journal,
            new FrameEncoder(
                null,
                FrameContent.Event,
                new TopicTable(),
                new TransformerChain([], 1000),
                new ManualTime(),
                NullLogger.Instance
            ),
            maxBytes
        );

    private void Append(int count, int size = 1)
    {
        var first = memory.LastSequence + 1;
        var filling = new string('x', size);
        var events = Enumerable
            .Range(0, count)
            .Select(n => SampleEvents.Encoded($"n{first + n}", json: $"\"{filling}\""));
        memory
            .AppendAsync([.. events], CancellationToken.None)
            .AsTask()
            .IsCompletedSuccessfully.ShouldBeTrue();
    }

    private long SizeOfPart()
    {
        var blocks = Blocks();
        Ask(blocks, 2 * Span);
        return blocks.Find(2 * Span)!.Size;
    }

    private static int Read(CatchUpBlocks blocks)
    {
        var count = 0;
        while (blocks.ReadNext())
        {
            count++;
        }
        return count;
    }

    private static void Ask(CatchUpBlocks blocks, long sequence)
    {
        var asker = new Asker();
        blocks.Ask(sequence, asker).ShouldBeTrue();
        Read(blocks);
        asker.Told.ShouldBe(1);
    }

    /// <summary>The ids of everything after a sequence; a notice has none.</summary>
    private List<string> Walk(CatchUpBlocks blocks, long sequence)
    {
        var ids = new List<string>();
        while (sequence < memory.LastSequence)
        {
            if (blocks.Find(sequence) is not { } part)
            {
                Ask(blocks, sequence);
                continue;
            }
            for (var i = part.PositionAfter(FramePlace.EndOf(sequence)); i < part.Count; i++)
            {
                var frame = part.Find(i)!;
                ids.Add(frame.Gone is null ? TestStream.Read(frame.Bytes.Plain.Span) : "");
            }
            sequence = part.Covered;
        }
        return ids;
    }

    private sealed class Asker : ICatchUpWaiter
    {
        public int Told { get; private set; }

        public void BlockIsThere() => Told++;
    }
}
