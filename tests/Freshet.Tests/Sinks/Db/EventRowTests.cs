using Freshet.Events;
using Freshet.Sinks.Db;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Sinks.Db;

public sealed class EventRowTests
{
    [Fact]
    public void Keys_are_the_same_where_source_id_and_number_are_and_only_there() =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(2000),
            Prop.ForAll(
                Gen.Elements("", "1", "1:", ":", "11", "a", "#2", "1:a")
                    .Three()
                    .Two()
                    .ToArbitrary(),
                pair => (KeyOf(pair.Item1) == KeyOf(pair.Item2)) == (pair.Item1 == pair.Item2)
            )
        );

    [Fact]
    public void The_key_does_not_depend_on_the_place_in_the_journal_nor_on_who_else_has_the_id()
    {
        var taken = Taken("shop", "1");
        var alone = new Entry(1, default, taken);
        var shared = new Entry(7, default, taken, SharesId: true);

        EventRow
            .KeyOf(new(shared, shared.WireId, taken))
            .ShouldBe(EventRow.KeyOf(new(alone, alone.WireId, taken)));
    }

    [Fact]
    public void A_transformer_that_gives_two_events_one_id_makes_one_of_neither()
    {
        var (first, second) = (
            new Entry(1, default, Taken("shop", "1")),
            new Entry(2, default, Taken("shop", "2"))
        );
        var made = Taken("shop", "same");

        EventRow
            .KeyOf(new(first, first.WireId, made))
            .ShouldNotBe(EventRow.KeyOf(new(second, second.WireId, made)));
    }

    private static Guid KeyOf((string Source, string Id, string Number) of)
    {
        var taken = Taken(of.Source, $"e{of.Id}");
        var entry = new Entry(1, default, taken);
        return EventRow.KeyOf(new(entry, entry.WireId + of.Number, taken));
    }

    private static EncodedEvent Taken(string source, string id) =>
        new()
        {
            Format = EventFormat.Envelope,
            Id = id,
            Type = "t",
            Source = source,
            Timestamp = default,
            Headers = new Dictionary<string, string>(),
            Metadata = "{}"u8.ToArray(),
            Json = "{}"u8.ToArray(),
        };
}
