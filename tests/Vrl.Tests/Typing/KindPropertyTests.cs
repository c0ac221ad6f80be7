using Freshet.Vrl.Runtime;
using Freshet.Vrl.Syntax;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace Vrl.Tests.Typing;

/// <summary>What is done to values and what is known of them go together.</summary>
public sealed class KindPropertyTests
{
    private static readonly Arbitrary<(Value Value, Segment[] Path, Value Other)> cases = (
        from value in Values(4)
        from path in Gen.ArrayOf(Segments, 3)
        from length in Gen.Choose(0, 3)
        from other in Values(2)
        select (value, path[..length], other)
    ).ToArbitrary();

    private static Gen<Segment> Segments =>
        Gen.OneOf(
            Gen.Elements("a", "b", "c").Select(name => new Segment(name)),
            Gen.Choose(-3, 3).Select(index => new Segment(null, index))
        );

    [Fact]
    public void What_is_read_is_what_is_known_to_be_there() =>
        Check(given =>
        {
            var read = ValuePaths.TryGet(given.Value, given.Path, out var found)
                ? Kind.From(found)
                : Kind.Undefined;
            Kind.From(given.Value).At(given.Path).ShouldBe(read);
        });

    [Fact]
    public void What_is_set_is_known_exactly() =>
        Check(given =>
        {
            var kind = Kind.From(given.Value).Insert(given.Path, Kind.From(given.Other));
            var value = given.Value.Share();
            ValuePaths.TrySet(ref value, given.Path, given.Other.Share()).ShouldBeTrue();
            kind.Covers(Kind.From(value)).ShouldBeTrue($"{kind} of {Kind.From(value)}");
        });

    [Fact]
    public void What_is_removed_is_known_to_be_gone() =>
        Check(given =>
        {
            foreach (var compact in new[] { false, true })
            {
                var kind = Kind.From(given.Value).Remove(given.Path, compact);
                var value = given.Value.Share();
                ValuePaths.TryRemove(ref value, given.Path, compact, out _);
                kind.Covers(Kind.From(value)).ShouldBeTrue($"{kind} of {Kind.From(value)}");
            }
        });

    [Fact]
    public void Neither_setting_nor_removing_touches_what_others_hold() =>
        Check(given =>
        {
            var before = VrlJson.Write(given.Value);
            var changed = given.Value.Share();
            ValuePaths.TrySet(ref changed, given.Path, given.Other.Share());
            ValuePaths.TryRemove(ref changed, given.Path, compact: true, out _);
            VrlJson.Write(given.Value).ShouldBe(before);
        });

    [Fact]
    public void A_union_covers_both_and_is_the_same_either_way() =>
        Check(given =>
        {
            var (one, other) = (Kind.From(given.Value), Kind.From(given.Other));
            var union = one.Union(other);
            union.Covers(one).ShouldBeTrue();
            union.Covers(other).ShouldBeTrue();
            union.ShouldBe(other.Union(one));
        });

    [Fact]
    public void What_is_known_of_either_value_holds_for_each_after_a_change() =>
        Check(given =>
        {
            var kind = Kind.From(given.Value)
                .Union(Kind.From(given.Other))
                .Remove(given.Path, compact: true);
            var value = given.Value.Share();
            ValuePaths.TryRemove(ref value, given.Path, compact: true, out _);
            // A negative index of arrays of different lengths is where upstream, and we, know less than the truth.
            if (given.Path.All(segment => segment.IsField))
            {
                kind.Covers(Kind.From(value)).ShouldBeTrue($"{kind} of {Kind.From(value)}");
            }
        });

    private static void Check(Action<(Value Value, Segment[] Path, Value Other)> holds) =>
        Prop.ForAll(cases, holds).QuickCheckThrowOnFailure();

    private static Gen<Value> Values(int depth)
    {
        var scalars = Gen.Elements(
            Value.Null,
            Value.True,
            Value.From(1L),
            Value.From(2.5),
            Value.From("text")
        );
        if (depth == 0)
        {
            return scalars;
        }
        var inner = Values(depth - 1);
        return Gen.OneOf(
            scalars,
            from count in Gen.Choose(0, 3)
            from items in Gen.ArrayOf(inner, count)
            select Value.From(new VrlArray(items)),
            from count in Gen.Choose(0, 3)
            from keys in Gen.ArrayOf(Gen.Elements("a", "b", "c"), count)
            from values in Gen.ArrayOf(inner, count)
            select Value.From(Object(keys, values))
        );
    }

    private static VrlObject Object(string[] keys, Value[] values)
    {
        var made = new VrlObject();
        foreach (var (key, value) in keys.Zip(values))
        {
            made.Set(key, value);
        }
        return made;
    }
}
