using Freshet.Journal;
using Freshet.Tests.Sinks.Sse;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Journal;

public sealed class BackwardReaderTests : IDisposable
{
    private readonly JournalFiles files = new();

    [Theory]
    [InlineData(long.MaxValue, 0, 1000, 1)]
    [InlineData(1001, 0, 1000, 1)]
    [InlineData(700, 0, 699, 1)]
    [InlineData(700, 690, 699, 691)]
    [InlineData(2, 0, 1, 1)]
    public async Task Reads_everything_between_newest_first(
        long before,
        long after,
        int newest,
        int oldest
    )
    {
        await using var journal = files.Open();
        await journal.AppendAsync(
            SampleEvents.Encoded(Enumerable.Range(1, 1000)),
            CancellationToken.None
        );

        Read(new(journal, before, after))
            .ShouldBe(Enumerable.Range(oldest, newest - oldest + 1).Reverse().Select(n => (long)n));
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(long.MaxValue, 1000)]
    [InlineData(500, 600)]
    public async Task Where_nothing_is_between_it_reads_nothing(long before, long after)
    {
        await using var journal = files.Open();
        await journal.AppendAsync(
            SampleEvents.Encoded(Enumerable.Range(1, 1000)),
            CancellationToken.None
        );

        var reader = new BackwardReader(journal, before, after);

        reader.HasMore.ShouldBeFalse();
        reader.Read().ShouldBeNull();
    }

    [Fact]
    public async Task An_empty_journal_has_nothing()
    {
        await using var journal = files.Open();

        new BackwardReader(journal, long.MaxValue, 0).Read().ShouldBeNull();
    }

    [Fact]
    public async Task Large_entries_are_read_a_few_at_a_time()
    {
        await using var memory = new MemoryJournal(new(), files.Time);
        var counting = new CountingJournal(memory);
        var large = $"\"{new string('x', 1 << 20)}\"";
        foreach (var id in Enumerable.Range(1, 100))
        {
            await memory.AppendAsync(
                [SampleEvents.Encoded($"{id}", json: large)],
                CancellationToken.None
            );
        }

        Read(new(counting, long.MaxValue, 0)).Count.ShouldBe(100);

        // Blocks that grow would be three.
        counting.Opened.ShouldBeGreaterThan(20);
    }

    private static List<long> Read(BackwardReader reader)
    {
        var found = new List<long>();
        while (reader.Read() is { } entry)
        {
            reader.Position.ShouldBe(entry.Sequence);
            found.Add(entry.Sequence);
        }
        reader.HasMore.ShouldBeFalse();
        return found;
    }

    public void Dispose() => files.Dispose();
}
