using Freshet.Sinks.Sse.Pumping;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Sinks.Sse.Pumping;

public sealed class TimerWheelTests
{
    private const long Second = TimeSpan.TicksPerSecond;
    private const long Start = 1000 * Second;

    private readonly TimerWheel<Item> wheel = new(TimeSpan.FromSeconds(1), slots: 8, Start);

    private interface IStep;

    private sealed record SetTo(int Item, long Due) : IStep;

    private sealed record TakeOut(int Item) : IStep;

    private sealed record Pass(long Ticks) : IStep;

    [Fact]
    public void Item_expires_once_when_it_is_due_and_not_before()
    {
        var item = new Item();
        wheel.Set(item, Start + (3 * Second));
        Advance(Start + (3 * Second) - 1).ShouldBeEmpty();
        wheel.Count.ShouldBe(1);
        Advance(Start + (3 * Second)).ShouldBe([item]);
        wheel.Count.ShouldBe(0);
        Advance(Start + (30 * Second)).ShouldBeEmpty();
    }

    [Fact]
    public void Item_between_two_turns_expires_at_the_second()
    {
        var item = new Item();
        wheel.Set(item, Start + (2 * Second) + 1);
        Advance(Start + (3 * Second) - 1).ShouldBeEmpty();
        Advance(Start + (3 * Second)).ShouldBe([item]);
    }

    [Fact]
    public void Item_that_is_overdue_expires_with_the_next_turn()
    {
        Advance(Start + (5 * Second)).ShouldBeEmpty();
        var item = new Item();
        wheel.Set(item, Start - Second);
        Advance(Start + (6 * Second) - 1).ShouldBeEmpty();
        Advance(Start + (6 * Second)).ShouldBe([item]);
    }

    [Fact]
    public void Item_that_is_put_off_expires_at_its_new_time_alone()
    {
        var item = new Item();
        for (var i = 0; i < 20; i++)
        {
            wheel.Set(item, Start + ((i + 3) * Second));
            Advance(Start + (i * Second)).ShouldBeEmpty();
        }
        Advance(Start + (21 * Second)).ShouldBeEmpty();
        Advance(Start + (22 * Second)).ShouldBe([item]);
    }

    [Fact]
    public void Item_whose_time_is_brought_forward_expires_then()
    {
        var (item, other) = (new Item(), new Item());
        wheel.Set(item, Start + (5 * Second));
        wheel.Set(other, Start + (5 * Second));
        wheel.Set(item, Start + (2 * Second));
        wheel.Count.ShouldBe(2);
        Advance(Start + (2 * Second)).ShouldBe([item]);
        Advance(Start + (5 * Second)).ShouldBe([other]);
    }

    [Fact]
    public void Item_later_than_the_span_of_the_wheel_waits_for_its_time()
    {
        var (item, never) = (new Item(), new Item());
        wheel.Set(item, Start + (100 * Second));
        wheel.Set(never, long.MaxValue);
        for (var i = 1; i < 100; i++)
        {
            Advance(Start + (i * Second)).ShouldBeEmpty();
        }
        Advance(Start + (100 * Second)).ShouldBe([item]);
        Advance(long.MaxValue / 2).ShouldBeEmpty();
        wheel.Count.ShouldBe(1);
    }

    [Fact]
    public void Turns_that_were_slept_through_are_made_up_for()
    {
        Item[] items = [new(), new(), new(), new()];
        for (var i = 0; i < 4; i++)
        {
            wheel.Set(items[i], Start + (i * 20 * Second));
        }
        Advance(Start + (40 * Second)).ShouldBe(items[..3], ignoreOrder: true);
        Advance(Start + (60 * Second)).ShouldBe(items[3..]);
    }

    [Fact]
    public void Item_that_was_taken_out_does_not_expire_and_may_come_back()
    {
        Item[] items = [new(), new(), new()];
        foreach (var item in items)
        {
            wheel.Set(item, Start + Second);
        }
        wheel.Remove(items[1]);
        wheel.Remove(items[1]);
        wheel.Count.ShouldBe(2);
        Advance(Start + Second).ShouldBe([items[0], items[2]], ignoreOrder: true);
        wheel.Remove(items[0]);
        wheel.Set(items[0], Start + (2 * Second));
        wheel.Set(items[1], Start + (2 * Second));
        Advance(Start + (2 * Second)).ShouldBe(items[..2], ignoreOrder: true);
    }

    [Fact]
    public void Time_that_goes_back_changes_nothing()
    {
        Advance(Start + (5 * Second)).ShouldBeEmpty();
        var item = new Item();
        wheel.Set(item, Start + (7 * Second));
        Advance(Start).ShouldBeEmpty();
        Advance(long.MinValue).ShouldBeEmpty();
        Advance(Start + (7 * Second)).ShouldBe([item]);
    }

    [Fact]
    public void Clock_may_begin_below_zero()
    {
        var early = new TimerWheel<Item>(TimeSpan.FromSeconds(1), 8, long.MinValue);
        var (item, never) = (new Item(), new Item());
        early.Set(item, 0);
        early.Set(never, long.MaxValue);
        var expired = new List<Item>();
        early.Advance(-1, expired);
        expired.ShouldBeEmpty();
        early.Advance(Second, expired);
        expired.ShouldBe([item]);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(-1, 1)]
    [InlineData(1, 0)]
    public void Wheel_without_slots_or_turns_cannot_be_made(int milliseconds, int slots) =>
        Should.Throw<ArgumentOutOfRangeException>(() =>
            new TimerWheel<Item>(TimeSpan.FromMilliseconds(milliseconds), slots, 0)
        );

    [Fact]
    public void Nothing_is_allocated_once_the_wheel_is_made()
    {
        var items = Enumerable.Range(0, 100).Select(_ => new Item()).ToArray();
        var expired = new List<Item>(items.Length);
        var now = Start;
        Turn();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Turn();
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);

        void Turn()
        {
            for (var i = 0; i < items.Length; i++)
            {
                wheel.Set(items[i], now + (i * Second));
                wheel.Set(items[i], now + (i * Second / 2));
            }
            wheel.Remove(items[7]);
            now += 200 * Second;
            expired.Clear();
            wheel.Advance(now, expired);
        }
    }

    /// <summary>Against a list of deadlines that is searched from end to end.</summary>
    [Fact]
    public void Wheel_holds_and_gives_what_a_list_of_deadlines_would()
    {
        var item = Gen.Choose(0, 7);
        // Tenths of a turn, so that many fall on the border of two.
        var steps = Gen.Frequency(
            (
                6,
                from it in item
                from due in Gen.Choose(-20, 250)
                select (IStep)new SetTo(it, due * Second / 10)
            ),
            (1, item.Select(it => (IStep)new TakeOut(it))),
            (4, Gen.Choose(-3, 25).Select(tenths => (IStep)new Pass(tenths * Second / 10))),
            (1, Gen.Choose(80, 300).Select(tenths => (IStep)new Pass(tenths * Second / 10)))
        );
        Prop.ForAll(
                Gen.Choose(1, 9).ToArbitrary(),
                steps.ListOf().ToArbitrary(),
                (slots, steps) =>
                {
                    var model = new Model(slots);
                    foreach (var step in steps)
                    {
                        model.Do(step);
                    }
                    model.Do(new Pass(1000 * Second));
                    model.ShouldBeEmpty();
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
    }

    private List<Item> Advance(long now)
    {
        var expired = new List<Item>();
        wheel.Advance(now, expired);
        return expired;
    }

    private sealed class Item : IWheelItem<Item>
    {
        private WheelPlace<Item> place;

        public ref WheelPlace<Item> WheelPlace => ref place;
    }

    private sealed class Model(int slots)
    {
        private readonly TimerWheel<Item> wheel = new(TimeSpan.FromTicks(Second), slots, Start);
        private readonly Item[] items = [.. Enumerable.Range(0, 8).Select(_ => new Item())];
        private readonly Dictionary<Item, (long Due, long Known)> deadlines = [];
        private long now = Start;

        public void Do(IStep step)
        {
            switch (step)
            {
                case SetTo(var it, var offset):
                    wheel.Set(items[it], now + offset);
                    deadlines[items[it]] = (now + offset, now);
                    break;
                case TakeOut(var it):
                    wheel.Remove(items[it]);
                    deadlines.Remove(items[it]);
                    break;
                case Pass(var ticks):
                    Advance(now + ticks);
                    break;
            }
            wheel.Count.ShouldBe(deadlines.Count);
        }

        public void ShouldBeEmpty() => deadlines.ShouldBeEmpty();

        private void Advance(long to)
        {
            var expired = new List<Item>();
            wheel.Advance(to, expired);
            now = Math.Max(now, to);
            foreach (var item in expired)
            {
                // Held until now, and not early.
                deadlines.Remove(item, out var deadline).ShouldBeTrue();
                deadline.Due.ShouldBeLessThanOrEqualTo(now);
            }
            // Nor is anything left that is late by a turn since it was due, or since it was set.
            deadlines.Values.ShouldAllBe(left => Math.Max(left.Due, left.Known) + Second > now);
        }
    }
}
