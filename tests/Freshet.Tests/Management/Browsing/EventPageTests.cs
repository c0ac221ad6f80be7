using System.Globalization;
using Freshet.Events;
using Freshet.Journal;
using Freshet.Management.Browsing;
using Freshet.Tests.Journal;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Management.Browsing;

public sealed class EventPageTests
{
    private static readonly string[] Types = ["a", "b", "c"];

    [Fact]
    public void Pages_give_each_matching_event_once_newest_first_while_others_come_and_go() =>
        Prop.ForAll(
                (
                    from length in Gen.Choose(0, 120)
                    from limit in Gen.Choose(1, 20)
                    from mostScanned in Gen.Choose(1, 40)
                    from mostBytes in Gen.Choose(1, 60)
                    from kept in Gen.Choose(1, 150)
                    from between in Gen.Choose(0, 12)
                    from type in Gen.Elements("a", "b", "*")
                    select new Walk(length, limit, mostScanned, mostBytes, kept, between, type)
                ).ToArbitrary(),
                async (Walk walk) =>
                {
                    await using (
                        var memory = new MemoryJournal(
                            new() { MaxEvents = walk.Kept },
                            new ManualTime()
                        )
                    )
                    {
                        await GoAsync(walk, memory);
                    }
                    using var files = new JournalFiles();
                    files.Settings = files.Settings with
                    {
                        MaxEvents = walk.Kept,
                        SegmentEvents = 7,
                    };
                    await using var journal = files.Open();
                    await GoAsync(walk, journal);
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public async Task Events_of_many_bytes_are_fewer_on_a_page_and_one_is_always_there()
    {
        await using var journal = new MemoryJournal(new(), new ManualTime());
        await journal.AppendAsync(
            [
                SampleEvents.Encoded("1", json: "\"12345678\""),
                SampleEvents.Encoded("2", json: "\"1234\""),
                SampleEvents.Encoded("3", json: "\"12\""),
            ],
            CancellationToken.None
        );

        Ids(Find(journal, "", mostBytes: 10)).ShouldBe(["3", "2"]);
        Ids(Find(journal, "?before=2", mostBytes: 3)).ShouldBe(["1"]);
    }

    [Fact]
    public async Task A_filter_that_matches_nothing_gives_up_and_says_where_to_go_on()
    {
        await using var journal = new MemoryJournal(new(), new ManualTime());
        await journal.AppendAsync(
            SampleEvents.Encoded(Enumerable.Range(1, 50)),
            CancellationToken.None
        );

        var page = Find(journal, "?type=none", mostScanned: 20);

        page.Entries.ShouldBeEmpty();
        page.Scanned.ShouldBe(20);
        page.Next.ShouldBe(31);
        Find(journal, "?type=none&before=31", mostScanned: 30).Next.ShouldBeNull();
    }

    [Fact]
    public async Task Since_and_until_are_times_of_the_journal()
    {
        var time = new ManualTime();
        await using var journal = new MemoryJournal(new(), time);
        var times = new List<string>();
        foreach (var id in Enumerable.Range(1, 5))
        {
            times.Add(Rfc3339.Format(time.GetUtcNow()));
            await journal.AppendAsync([SampleEvents.Encoded($"{id}")], CancellationToken.None);
            time.Advance(TimeSpan.FromMinutes(1));
        }

        Ids(Find(journal, $"?since={times[3]}")).ShouldBe(["5", "4"]);
        Ids(Find(journal, $"?until={times[2]}")).ShouldBe(["2", "1"]);
        Ids(Find(journal, $"?since={times[1]}&until={times[3]}")).ShouldBe(["3", "2"]);
        Ids(Find(journal, $"?since={times[1]}&until={times[1]}")).ShouldBeEmpty();
        Find(journal, $"?since={times[3]}&limit=2").Next.ShouldBeNull();
    }

    [Fact]
    public async Task An_empty_journal_is_an_empty_page()
    {
        await using var journal = new MemoryJournal(new(), new ManualTime());

        var page = Find(journal, "");

        page.Entries.ShouldBeEmpty();
        page.Next.ShouldBeNull();
        page.Scanned.ShouldBe(0);
    }

    private static EventPage Find(
        IJournal journal,
        string query,
        int mostScanned = EventPage.MostScanned,
        long mostBytes = EventPage.MostBytes
    ) =>
        EventPage.Find(
            journal,
            Queries.Read(query),
            mostScanned,
            mostBytes,
            CancellationToken.None
        );

    private static IEnumerable<string> Ids(EventPage page) =>
        page.Entries.Select(entry => entry.Event.Id);

    /// <summary>Goes through all pages, appending between them.</summary>
    private static async Task GoAsync(Walk walk, IJournal journal)
    {
        var appended = 0;
        await AppendAsync(walk.Length);
        var newest = journal.LastSequence;
        var query = $"?limit={walk.Limit}&type={walk.Type}";
        var found = new List<Entry>();
        long? next = null;
        do
        {
            var page = Find(
                journal,
                next is null ? query : $"{query}&before={next}",
                walk.MostScanned,
                walk.MostBytes
            );
            page.Entries.Count.ShouldBeLessThanOrEqualTo(walk.Limit);
            page.Scanned.ShouldBeLessThanOrEqualTo(walk.MostScanned);
            found.AddRange(page.Entries);
            // Each page goes further down, or it would never end.
            if (page.Next is { } further)
            {
                further.ShouldBeLessThan(next ?? long.MaxValue);
            }
            next = page.Next;
            await AppendAsync(walk.Between);
        } while (next is not null);

        var sequences = found.Select(entry => entry.Sequence).ToList();
        sequences.ShouldBe(sequences.Distinct().OrderDescending());
        found.ShouldAllBe(entry => entry.Sequence <= newest);
        found.ShouldAllBe(entry => walk.Type == "*" || entry.Event.Type == walk.Type);
        var (kept, _) = JournalFiles.ReadAll(journal);
        kept.Where(entry =>
                entry.Sequence <= newest && (walk.Type == "*" || entry.Event.Type == walk.Type)
            )
            .Select(entry => entry.Sequence)
            .ShouldBeSubsetOf(sequences);

        async Task AppendAsync(int count)
        {
            for (var i = 0; i < count; i++)
            {
                var id = appended++.ToString(CultureInfo.InvariantCulture);
                await journal.AppendAsync(
                    [SampleEvents.Encoded(id, json: id, type: Types[appended % Types.Length])],
                    CancellationToken.None
                );
            }
        }
    }

    private sealed record Walk(
        int Length,
        int Limit,
        int MostScanned,
        int MostBytes,
        int Kept,
        int Between,
        string Type
    );
}
