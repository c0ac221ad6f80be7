using System.Globalization;
using Freshet.Events;
using Freshet.Journal;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Journal;

/// <summary>The journal in files does what the one in memory does, whatever is asked of it and however often it is closed and opened between.</summary>
public sealed class FileJournalModelTests
{
    private static readonly string[] Sources = ["a", "b", "c"];

    [Fact]
    public void Behaves_as_the_one_in_memory_does()
    {
        var steps = Gen.Frequency(
                (6, Gen.Choose(0, 12).Two().ListOf().Select(ids => (Step)new Append([.. ids]))),
                (4, Gen.Choose(0, 30).Select(most => (Step)new Read(most))),
                (3, Gen.Choose(0, 40).Select(minutes => (Step)new Pass(minutes))),
                (3, Gen.Choose(0, 12).Two().Select(id => (Step)new Find(id.Item1, id.Item2))),
                (2, Gen.Choose(-5, 300).Select(minutes => (Step)new FindBefore(minutes))),
                (2, Gen.Constant((Step)new Restart()))
            )
            .ListOf();
        Prop.ForAll(
                steps.ToArbitrary(),
                Gen.Choose(1, 9).ToArbitrary(),
                (run, segmentEvents) => CompareAsync(run, segmentEvents)
            )
            .QuickCheckThrowOnFailure();
    }

    private static async Task CompareAsync(IReadOnlyCollection<Step> steps, int segmentEvents)
    {
        var cancellation = CancellationToken.None;
        using var folder = new TemporaryFolder();
        var time = new ManualTime();
        var beginning = time.GetUtcNow();
        var settings = new FileJournalSettings(
            folder.Path,
            SyncPolicy.Never,
            TimeSpan.FromDays(3650),
            1L << 30,
            1_000_000
        )
        {
            SegmentEvents = segmentEvents,
        };
        var model = new MemoryJournal(new() { MaxAge = TimeSpan.FromDays(3650) }, time);
        var expecting = model.OpenReader(0);
        var journal = Open(settings, time);
        var reader = journal.OpenReader(0);
        try
        {
            foreach (var step in steps)
            {
                switch (step)
                {
                    case Append append:
                        var events = append.Ids.Select(EventOf).ToList();
                        (await journal.AppendAsync(events, cancellation)).ShouldBe(
                            await model.AppendAsync(events, cancellation)
                        );
                        break;
                    case Read read:
                        var entries = new Entry[read.Most];
                        var expected = new Entry[read.Most];
                        reader.Read(entries).ShouldBe(expecting.Read(expected));
                        entries.Select(Content).ShouldBe(expected.Select(Content));
                        break;
                    case Pass pass:
                        time.Advance(TimeSpan.FromMinutes(pass.Minutes));
                        break;
                    case Find find:
                        var id = find.Id.ToString(CultureInfo.InvariantCulture);
                        foreach (var wireId in new[] { id, $"{id}@{find.Sequence}" })
                        {
                            var isThere = model.TryFind(wireId, out var there);
                            journal.TryFind(wireId, out var found).ShouldBe(isThere);
                            if (isThere)
                            {
                                found.ShouldBe(there);
                            }
                        }
                        break;
                    case FindBefore find:
                        var at = beginning.AddMinutes(find.Minutes);
                        journal.FindBefore(at).ShouldBe(model.FindBefore(at));
                        break;
                    case Restart:
                        await journal.DisposeAsync();
                        journal = Open(settings, time);
                        reader = journal.OpenReader(reader.Position);
                        break;
                    default:
                        throw new InvalidOperationException("no such step");
                }
                journal.LastSequence.ShouldBe(model.LastSequence);
                journal.Size.Entries.ShouldBe(model.Size.Entries);
                Content(journal.Oldest).ShouldBe(Content(model.Oldest));
                reader.Position.ShouldBe(expecting.Position);
            }
        }
        finally
        {
            await journal.DisposeAsync();
        }
    }

    private static FileJournal Open(FileJournalSettings settings, TimeProvider time)
    {
        var journal = new FileJournal(settings, NullLogger.Instance, time);
        journal.Open();
        return journal;
    }

    private static EncodedEvent EventOf((int Id, int Source) given) =>
        SampleEvents.Encoded(
            given.Id.ToString(CultureInfo.InvariantCulture),
            Sources[given.Source % Sources.Length],
            json: $"{{\"n\":{given.Id}}}",
            format: EventFormat.CloudEvent
        );

    private static string? Content(Entry? entry) =>
        entry is null
            ? null
            : $"{entry.Sequence} {entry.JournaledAt:O} {entry.WireId} {entry.Event.Key} {Convert.ToHexString(entry.Event.Json.Span)}";

    private abstract record Step;

    private sealed record Append((int Id, int Source)[] Ids) : Step;

    private sealed record Read(int Most) : Step;

    private sealed record Pass(int Minutes) : Step;

    private sealed record Find(int Id, int Sequence) : Step;

    private sealed record FindBefore(int Minutes) : Step;

    private sealed record Restart : Step;
}
