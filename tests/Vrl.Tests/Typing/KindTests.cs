using Freshet.Vrl.Syntax;
using Freshet.Vrl.Typing;
using Shouldly;
using Xunit;

namespace Vrl.Tests.Typing;

public sealed class KindTests
{
    private static readonly Kind bytesOrNull = Kind.Of(Kinds.Bytes | Kinds.Null);

    [Fact]
    public void A_union_of_objects_knows_what_each_may_have()
    {
        var one = Of(("a", Kind.Bytes), ("b", Kind.Boolean), ("c", Kind.Timestamp));
        var other = Of(("a", Kind.Integer), ("b", Kind.Regex), ("d", Kind.Null));

        one.Union(other)
            .ShouldBe(
                Of(
                    ("a", Kind.Of(Kinds.Bytes | Kinds.Integer)),
                    ("b", Kind.Of(Kinds.Boolean | Kinds.Regex)),
                    ("c", Kind.Of(Kinds.Timestamp | Kinds.Undefined)),
                    ("d", Kind.Of(Kinds.Null | Kinds.Undefined))
                )
            );
    }

    [Fact]
    public void A_merge_of_objects_has_the_fields_of_the_second()
    {
        var one = Of(("a", Of(("x", Kind.Bytes))), ("b", Kind.Integer));
        var other = Of(("a", Of(("y", Kind.Null))), ("c", Kind.Boolean));

        one.Merge(other, overwrite: true)
            .ShouldBe(Of(("a", Of(("y", Kind.Null))), ("b", Kind.Integer), ("c", Kind.Boolean)));
    }

    [Fact]
    public void A_known_field_beside_an_object_of_anything_is_anything() =>
        Kind.Object.Union(Of(("x", Kind.Integer))).ShouldBe(Kind.Object);

    [Fact]
    public void Unknown_fields_of_two_objects_are_either()
    {
        var either = Kind.ObjectOf(Kind.Integer).Union(Kind.ObjectOf(Kind.Bytes));
        either.ShouldBe(Kind.ObjectOf(Kind.Of(Kinds.Integer | Kinds.Bytes)));
    }

    [Fact]
    public void Json_is_less_than_anything()
    {
        Kind.Any.Covers(Kind.Json).ShouldBeTrue();
        Kind.Json.Covers(Kind.Any).ShouldBeFalse();
        Kind.Json.Covers(Kind.Json).ShouldBeTrue();
        Kind.Json.Covers(Of(("a", Kind.Integer))).ShouldBeTrue();
        Kind.Json.Covers(Of(("a", Kind.Timestamp))).ShouldBeFalse();
        Kind.Json.At([new("a"), new("b")]).ShouldBe(Kind.Json);
        Kind.Json.Union(Kind.Any).ShouldBe(Kind.Any);
    }

    [Fact]
    public void A_kind_covers_what_each_of_its_parts_covers()
    {
        Kind.Object.Covers(Of(("a", Kind.Integer))).ShouldBeTrue();
        Of(("a", Kind.Any)).Covers(Kind.Object).ShouldBeFalse();
        Of(("a", Kind.Any)).Covers(Of(("a", Kind.Bytes))).ShouldBeTrue();
        Of(("a", Kind.Bytes)).Covers(Of(("a", Kind.Integer))).ShouldBeFalse();
        Kind.ObjectOf(Kind.Integer).Covers(Of(("a", Kind.Integer))).ShouldBeTrue();
        Kind.ObjectOf(Kind.Integer).Covers(Of(("a", Kind.Bytes))).ShouldBeFalse();
        bytesOrNull.Covers(Kind.Bytes).ShouldBeTrue();
        Kind.Bytes.Covers(bytesOrNull).ShouldBeFalse();
        Kind.Bytes.Covers(Kind.Never).ShouldBeTrue();
    }

    [Fact]
    public void Never_passes_for_everything()
    {
        Kind.Never.Is(Kinds.Bytes).ShouldBeTrue();
        Kind.Never.Contains(Kinds.Object).ShouldBeTrue();
        Kind.Never.Intersects(Kind.Bytes).ShouldBeTrue();
        Kind.Never.Union(Kind.Bytes).ShouldBe(Kind.Bytes);
        Kind.Never.At([new("a")]).ShouldBe(Kind.Never);
    }

    [Fact]
    public void A_field_is_looked_up()
    {
        var @object = Kind.ObjectOf([new("a", Kind.Integer)], Kind.Bytes);
        @object.At([new("a")]).ShouldBe(Kind.Integer);
        @object.At([new("b")]).ShouldBe(Kind.Of(Kinds.Bytes | Kinds.Undefined));
        Of(("a", Kind.Integer)).At([new("b")]).ShouldBe(Kind.Undefined);
        Of(("a", Kind.Integer))
            .Or(Kinds.Null)
            .At([new("a")])
            .ShouldBe(Kind.Of(Kinds.Integer | Kinds.Undefined));
        Kind.Bytes.At([new("a")]).ShouldBe(Kind.Undefined);
    }

    [Fact]
    public void An_element_is_looked_up_from_both_ends()
    {
        var exact = Kind.ArrayOf([Kind.Integer, Kind.Bytes]);
        exact.At([Index(1)]).ShouldBe(Kind.Bytes);
        exact.At([Index(-2)]).ShouldBe(Kind.Integer);
        exact.At([Index(2)]).ShouldBe(Kind.Undefined);
        exact.At([Index(-3)]).ShouldBe(Kind.Undefined);

        var longer = Kind.Boolean.AsUnknownElementAfter(Kind.Integer, Kind.Bytes, Kind.Float);
        longer.At([Index(-2)]).ShouldBe(Kind.Of(Kinds.Boolean | Kinds.Bytes | Kinds.Float));
        longer
            .Or(Kinds.Null)
            .At([Index(-2)])
            .ShouldBe(Kind.Of(Kinds.Boolean | Kinds.Bytes | Kinds.Float | Kinds.Undefined));
        Kind.Boolean.AsUnknownElementAfter(Kind.Integer)
            .At([Index(-2)])
            .ShouldBe(Kind.Of(Kinds.Boolean | Kinds.Integer | Kinds.Undefined));
    }

    [Fact]
    public void An_assignment_makes_parents()
    {
        Kind.Integer.Insert([new("a")], Kind.Bytes).ShouldBe(Of(("a", Kind.Bytes)));
        Kind.Integer.Insert([], Kind.Bytes).ShouldBe(Kind.Bytes);
        Of(("b", Kind.Bytes))
            .Insert([new("a"), new("c")], Kind.Integer)
            .ShouldBe(Of(("a", Of(("c", Kind.Integer))), ("b", Kind.Bytes)));
        Kind.ArrayOf([])
            .Insert([Index(1)], Kind.Integer)
            .ShouldBe(Kind.ArrayOf([Kind.Null, Kind.Integer]));
        Kind.ArrayOf(Kind.Integer)
            .Insert([Index(1)], Kind.Bytes)
            .ShouldBe(
                Kind.Integer.AsUnknownElementAfter(Kind.Of(Kinds.Integer | Kinds.Null), Kind.Bytes)
            );
        Of(("a", Kind.Integer)).Insert([new("a")], Kind.Undefined).ShouldBe(Of(("a", Kind.Null)));
        Of(("a", Kind.Integer)).Insert([new("a")], Kind.Never).ShouldBe(Of(("a", Kind.Integer)));
    }

    [Fact]
    public void An_assignment_from_the_end_fills_at_the_front()
    {
        Kind.ArrayOf([Kind.Integer, Kind.Bytes])
            .Insert([Index(-1)], Kind.Float)
            .ShouldBe(Kind.ArrayOf([Kind.Integer, Kind.Float]));
        Kind.ArrayOf([Kind.Integer])
            .Insert([Index(-3)], Kind.Float)
            .ShouldBe(Kind.ArrayOf([Kind.Float, Kind.Null, Kind.Integer]));
    }

    [Fact]
    public void A_removal_takes_what_is_empty_along_where_it_is_asked_to()
    {
        var nested = Of(("a", Of(("b", Kind.Integer))));
        nested.Remove([new("a"), new("b")], compact: false).ShouldBe(Of(("a", Of())));
        nested.Remove([new("a"), new("b")], compact: true).ShouldBe(Of());
        Of(("a", Kind.Integer)).Remove([], compact: false).ShouldBe(Of());
        Kind.Integer.Remove([], compact: false).ShouldBe(Kind.Null);
        Kind.Integer.Remove([new("a")], compact: false).ShouldBe(Kind.Integer);
    }

    [Fact]
    public void A_removal_that_perhaps_empties_its_parent_leaves_that_perhaps()
    {
        var perhaps = Of(("a", Kind.ObjectOf(Kind.Float)));
        perhaps
            .Remove([new("a"), new("b")], compact: true)
            .ShouldBe(Of(("a", Kind.ObjectOf(Kind.Float).Or(Kinds.Undefined))));
        perhaps.Remove([new("a"), new("b")], compact: false).ShouldBe(perhaps);
    }

    [Fact]
    public void What_may_be_something_else_stays_perhaps_where_it_would_be_empty() =>
        Of(("a", Of(("b", Kind.Integer)).Union(Kind.Float)))
            .Remove([new("a"), new("b")], compact: true)
            .Covers(Of(("a", Kind.Float)))
            .ShouldBeTrue();

    [Fact]
    public void What_has_perhaps_no_other_field_goes_perhaps() =>
        Of(("a", Of(("b", Kind.Integer), ("c", Kind.Null.Or(Kinds.Undefined)))))
            .Remove([new("a"), new("b")], compact: true)
            .Covers(Of())
            .ShouldBeTrue();

    [Fact]
    public void Elements_move_up_where_one_is_removed() =>
        Kind.ArrayOf([Kind.Integer, Kind.Bytes, Kind.Float])
            .Remove([Index(1)], compact: false)
            .ShouldBe(Kind.ArrayOf([Kind.Integer, Kind.Float]));

    [Theory]
    [InlineData("1", "integer")]
    [InlineData("\"a\"", "string")]
    [InlineData("{}", "object")]
    [InlineData("[]", "array")]
    [InlineData("{\"a\": 1, \"b c\": [true, null]}", "{ a: integer, \"b c\": [boolean, null] }")]
    [InlineData("if .a == 1 { 1 } else if .a == 2 { \"x\" }", "string, integer or null")]
    [InlineData(".a", "any")]
    [InlineData("abort", "never")]
    public void A_kind_is_written_as_messages_say_it(string source, string text) =>
        Compilation.Programs.Compile(source).Program!.Type.Kind.ToString().ShouldBe(text);

    [Fact]
    public void What_is_known_of_a_value_has_a_bound()
    {
        var kind = Kind.Integer;
        for (var i = 0; i < 100; i++)
        {
            kind = Kind.ArrayOf([kind, kind]);
        }
        kind.Covers(kind.Union(Kind.Array)).ShouldBeFalse();
        kind.ToString().Length.ShouldBeLessThan(1 << 20);
    }

    private static Segment Index(int index) => new(null, index);

    private static Kind Of(params (string Name, Kind Kind)[] fields) =>
        Kind.ObjectOf(fields.Select(field => KeyValuePair.Create(field.Name, field.Kind)));
}

internal static class KindExtensions
{
    /// <summary>An array that begins with these elements, and of which any others are of this kind.</summary>
    public static Kind AsUnknownElementAfter(this Kind others, params Kind[] known) =>
        new(Kinds.Array, elements: (ArrayShape)Kind.ArrayOf(known).Elements!.WithUnknown(others));
}
