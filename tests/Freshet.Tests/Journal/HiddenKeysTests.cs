using Freshet.Events;
using Freshet.Journal;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Journal;

/// <summary>What a journal in memory knows of events that do not go by their own id, or whose name another has taken.</summary>
public sealed class HiddenKeysTests
{
    private static readonly string[] Ids = ["1", "1@2", "1@3", "1@4", "1@2@4", "a\n", "a%0A"];

    [Fact]
    public async Task Event_that_shares_an_id_is_known_when_the_one_it_shares_it_with_is_gone()
    {
        await using var journal = Open(mostEvents: 2);
        await AppendAsync(journal, ("1", "a"), ("1", "b"), ("2", "a"));
        journal.TryFind("1", out _).ShouldBeFalse();
        Find(journal, "1@2").ShouldBe(2);

        (await AppendAsync(journal, ("1", "b"))).ShouldBe(1);
        // That it was asked for leaves no trace.
        journal.TryFind("1", out _).ShouldBeFalse();
        Find(journal, "1@2").ShouldBe(2);

        (await AppendAsync(journal, ("1", "a"))).ShouldBe(0);
        Find(journal, "1").ShouldBe(4);
        // The other went with that, and may come again.
        (await AppendAsync(journal, ("1", "b"))).ShouldBe(0);
        Find(journal, "1").ShouldBe(4);
        Find(journal, "1@5").ShouldBe(5);
    }

    [Fact]
    public async Task Event_whose_id_is_the_name_that_another_was_given_has_one_of_its_own()
    {
        await using var journal = Open();
        await AppendAsync(journal, ("1", "a"), ("1", "b"), ("1@2", "a"));
        Find(journal, "1@2").ShouldBe(2);
        Find(journal, "1@2@3").ShouldBe(3);

        (await AppendAsync(journal, ("1@2", "a"), ("1", "b"), ("1", "a"))).ShouldBe(3);
    }

    [Fact]
    public async Task Event_whose_name_another_is_given_is_known_and_found_no_longer()
    {
        await using var journal = Open(mostEvents: 3);
        await AppendAsync(journal, ("1@3", "a"), ("1", "a"), ("1", "b"));
        Find(journal, "1@3").ShouldBe(3);
        (await AppendAsync(journal, ("1@3", "a"), ("1", "b"))).ShouldBe(2);

        // The first is removed, and takes nothing of the third with it.
        await AppendAsync(journal, ("2", "a"));
        Find(journal, "1@3").ShouldBe(3);
        (await AppendAsync(journal, ("1", "b"))).ShouldBe(1);
        (await AppendAsync(journal, ("1@3", "a"))).ShouldBe(0);
        Find(journal, "1@3@5").ShouldBe(5);
    }

    [Fact]
    public async Task Ids_that_look_alike_on_a_stream_are_told_apart()
    {
        await using var journal = Open();
        await AppendAsync(journal, ("a\n", "s"), ("a%0A", "s"));
        Find(journal, "a%0A").ShouldBe(1);
        Find(journal, "a%0A@2").ShouldBe(2);
        (await AppendAsync(journal, ("a%0A", "s"), ("a\n", "s"))).ShouldBe(2);
    }

    [Fact]
    public void Whatever_ids_come_each_event_is_kept_once_and_each_name_finds_the_last_that_has_it()
    {
        var events = Gen.Elements(Ids)
            .Zip(Gen.Elements("a", "b"), (id, source) => (id, source))
            .ListOf();
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(2_000),
            Prop.ForAll(
                events.ToArbitrary(),
                Gen.Choose(1, 6).ToArbitrary(),
                (steps, most) => CompareAsync(steps, most)
            )
        );
    }

    private static async Task CompareAsync(
        IEnumerable<(string Id, string Source)> events,
        int mostEvents
    )
    {
        await using var journal = Open(mostEvents);
        var kept = new List<(string Id, string Source)>();
        var names = new HashSet<string>();
        foreach (var one in events)
        {
            var isKept = kept.Contains(one);
            (await AppendAsync(journal, one)).ShouldBe(isKept ? 1 : 0);
            if (!isKept)
            {
                kept.Add(one);
                kept.RemoveRange(0, Math.Max(0, kept.Count - mostEvents));
            }
            var entries = new Entry[mostEvents];
            using var reader = journal.OpenReader(0);
            reader.Read(entries).Count.ShouldBe(kept.Count);
            var found = entries.Take(kept.Count).ToList();
            found.Select(entry => (entry.Event.Id, entry.Event.Source)).ShouldBe(kept);
            var last = found
                .GroupBy(entry => entry.WireId)
                .ToDictionary(same => same.Key, same => same.Max(entry => entry.Sequence));
            names.UnionWith(last.Keys);
            foreach (var name in names)
            {
                journal.TryFind(name, out var sequence).ShouldBe(last.ContainsKey(name));
                sequence.ShouldBe(last.GetValueOrDefault(name));
            }
        }
    }

    private static MemoryJournal Open(int mostEvents = 100) =>
        new(new() { MaxEvents = mostEvents }, new ManualTime());

    private static ValueTask<int> AppendAsync(
        MemoryJournal journal,
        params IEnumerable<(string Id, string Source)> events
    ) =>
        journal.AppendAsync(
            [.. events.Select(one => SampleEvents.Encoded(one.Id, one.Source))],
            CancellationToken.None
        );

    private static long Find(MemoryJournal journal, string wireId)
    {
        journal.TryFind(wireId, out var sequence).ShouldBeTrue(wireId);
        return sequence;
    }
}
