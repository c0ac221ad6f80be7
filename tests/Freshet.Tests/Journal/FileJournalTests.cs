using Freshet.Events;
using Freshet.Journal;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Journal;

public sealed class FileJournalTests : JournalContract, IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly CancellationToken cancellation = TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Everything_of_an_event_outlasts_a_restart()
    {
        var taken = new EncodedEvent
        {
            Format = EventFormat.CloudEvent,
            Id = "é\u0000@1",
            Type = "dev.example",
            Source = "/somewhere",
            Timestamp = new DateTimeOffset(2026, 5, 4, 3, 2, 1, 7, TimeSpan.Zero),
            Headers = new Dictionary<string, string> { ["X-One"] = "1", ["X-Zwei"] = "zwei ü" },
            Metadata = "{\"a\":[1]}"u8.ToArray(),
            Json = "{\"text\":\"π\"}"u8.ToArray(),
        };
        Entry before;
        await using (var journal = Open())
        {
            await journal.AppendAsync(SampleEvents.Encoded(1, 2), cancellation);
            Time.Advance(TimeSpan.FromSeconds(5));
            await journal.AppendAsync([taken], cancellation);
            before = ReadAll(journal.OpenReader(2)).ShouldHaveSingleItem();
        }

        await using var again = Open();
        again.LastSequence.ShouldBe(3);
        again.Oldest.ShouldNotBeNull().Sequence.ShouldBe(1);
        var entry = ReadAll(again.OpenReader(2)).ShouldHaveSingleItem();
        entry.Sequence.ShouldBe(3);
        entry.JournaledAt.ShouldBe(before.JournaledAt);
        entry.Event.Format.ShouldBe(taken.Format);
        entry.Event.Key.ShouldBe(taken.Key);
        entry.Event.Type.ShouldBe(taken.Type);
        entry.Event.Timestamp.ShouldBe(taken.Timestamp);
        entry.Event.Headers.ShouldBe(taken.Headers);
        entry.Event.Metadata.ToArray().ShouldBe(taken.Metadata.ToArray());
        entry.Event.Json.ToArray().ShouldBe(taken.Json.ToArray());

        (await again.AppendAsync([taken], cancellation)).ShouldBe(1);
        (await again.AppendAsync(SampleEvents.Encoded(2, 3), cancellation)).ShouldBe(1);
        again.LastSequence.ShouldBe(4);
        again.TryFind("3", out var found).ShouldBeTrue();
        found.ShouldBe(4);
    }

    private protected override IJournal Open(RetentionOptions? retention = null)
    {
        var options = new JournalOptions { Path = folder.Path, Retention = retention ?? new() };
        var journal = new FileJournal(new(options), NullLogger.Instance, Time);
        journal.Open();
        return journal;
    }
}
