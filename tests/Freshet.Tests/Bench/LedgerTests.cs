using Freshet.LoadTest.Clients;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Bench;

public sealed class LedgerTests
{
    private readonly Ledger ledger = new();
    private readonly int[] published = new int[Lanes.Count];

    public LedgerTests() => ledger.Begin(new int[Lanes.Count]);

    [Fact]
    public void A_client_that_saw_everything_in_order_lost_nothing()
    {
        See(0, 0, 1, 2).ShouldAllBe(sighting => sighting == Sighting.Expected);

        Figures(3).ShouldBe((0, 0, 0));
    }

    [Fact]
    public void Events_that_never_came_are_lost_those_at_the_end_too()
    {
        See(0, 0, 3)[^1].ShouldBe(Sighting.AfterGap);

        ledger.Gap.ShouldBe(1..3);
        Figures(6).ShouldBe((4, 0, 0));
    }

    [Fact]
    public void An_event_that_comes_late_is_disorder_and_no_loss()
    {
        See(0, 0, 3, 2, 1)
            .ShouldBe([Sighting.Expected, Sighting.AfterGap, Sighting.Late, Sighting.Late]);

        Figures(4).ShouldBe((0, 0, 2));
    }

    [Fact]
    public void An_event_that_comes_again_is_a_duplicate_a_late_one_too()
    {
        See(0, 0, 0, 2, 1, 1).Count(sighting => sighting == Sighting.Again).ShouldBe(2);

        Figures(3).ShouldBe((0, 2, 1));
    }

    [Fact]
    public void What_is_before_the_place_that_a_client_came_back_with_is_a_duplicate()
    {
        var from = new int[Lanes.Count];
        from[0] = 5;
        ledger.Begin(from);

        See(0, 4, 5, 6);

        Figures(8).ShouldBe((1, 1, 0));
    }

    [Fact]
    public void Lanes_have_no_order_among_them()
    {
        See(1, 0, 1);
        See(0, 0);
        See(1, 2);
        published[1] = 3;

        Figures(1).ShouldBe((0, 0, 0));
    }

    [Fact]
    public void It_counts_like_a_set_of_all_that_was_seen() =>
        Prop.ForAll(
                Gen.Choose(0, 12).ListOf().ToArbitrary(),
                indices =>
                {
                    var counted = new Ledger();
                    counted.Begin(new int[Lanes.Count]);
                    foreach (var index in indices)
                    {
                        counted.See(Lanes.Number(3, index));
                    }
                    var all = new int[Lanes.Count];
                    all[3] = 13;
                    var different = indices.Distinct().Count();
                    return counted.Seen == different
                        && counted.Lost(all) == 13 - different
                        && counted.Duplicates == indices.Count - different;
                }
            )
            .QuickCheckThrowOnFailure();

    private List<Sighting> See(int lane, params int[] indices) =>
        [.. indices.Select(index => ledger.See(Lanes.Number(lane, index)))];

    private (long Lost, long Duplicates, long Disordered) Figures(int count)
    {
        published[0] = count;
        return (ledger.Lost(published), ledger.Duplicates, ledger.Disordered);
    }
}
