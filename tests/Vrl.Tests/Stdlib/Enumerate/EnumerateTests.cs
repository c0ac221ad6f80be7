using Freshet.Vrl.Stdlib;
using Freshet.Vrl.Stdlib.Enumerate;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;
using ValuesFunction = Freshet.Vrl.Stdlib.Enumerate.Values;

namespace Vrl.Tests.Stdlib.Enumerate;

public sealed class EnumerateTests
{
    [Theory]
    [InlineData("""{"a": null, "b": 1, "c": ""}""", """{"b":1}""")]
    [InlineData(
        """[1, [null, 3, null], 2, [null], {"a": null, "b": 2}]""",
        """[1,[3],2,{"b":2}]"""
    )]
    [InlineData("""{"a": {"b": {"c": []}}}""", "{}")]
    [InlineData("[false, 0, 0.0]", "[false,0,0.0]")]
    public void Compact_takes_out_what_is_empty(string json, string expected) =>
        Call(new Compact(), ("value", Json.Read(json))).ShouldBe(expected);

    [Fact]
    public void Compact_knows_white_space_of_all_scripts() =>
        Call(
                new Compact(),
                ("value", Json.Read("[\"-\", \"--\", \"\\u3000\\n\", \"\", null]")),
                ("nullish", true),
                ("string", false)
            )
            .ShouldBe("[\"--\"]");

    [Theory]
    [InlineData("[42, [43, 44, [45, 46]], [], 47]", "[42,43,44,45,46,47]")]
    [InlineData("""[{"a": {"b": 1}}, [{"c": [2]}]]""", """[{"a":{"b":1}},{"c":[2]}]""")]
    [InlineData(
        """{"a": {"b": 1, "c": {"d": 2}}, "e": [1, [2]]}""",
        """{"a.b":1,"a.c.d":2,"e":[1,[2]]}"""
    )]
    [InlineData("""{"a": {}, "b": {"": 1}}""", """{"b.":1}""")]
    [InlineData("""{"a": {"b": 2}, "a.b": 1}""", """{"a.b":1}""")]
    public void Flatten_brings_to_one_level(string json, string expected) =>
        Call(new Flatten(), ("value", Json.Read(json))).ShouldBe(expected);

    [Theory]
    [InlineData("""["keep"]""", """{"keep":{"n":1},"p.keep":{"d":2},"p.x.y":3}""")]
    [InlineData("""["p", "none"]""", """{"keep.n":1,"p":{"keep":{"d":2},"x":{"y":3}}}""")]
    [InlineData("[]", """{"keep.n":1,"p.keep.d":2,"p.x.y":3}""")]
    public void Flatten_leaves_some_keys_whole_at_any_depth(string except, string expected) =>
        Call(
                new Flatten(),
                (
                    "value",
                    Json.Read("""{"keep": {"n": 1}, "p": {"keep": {"d": 2}, "x": {"y": 3}}}""")
                ),
                ("except", Json.Read(except))
            )
            .ShouldBe(expected);

    [Fact]
    public void Flatten_takes_only_strings_for_keys() =>
        Call(new Flatten(), ("value", Json.Read("{}")), ("except", Json.Read("[1]")))
            .ShouldBe("expected a string value");

    [Theory]
    [InlineData("""{"a.b": 1, "a": 2}""", """{"a":{"b":1}}""")]
    [InlineData("""{"a..b": 1, "a...c": 2}""", """{"a":{"":{"":{"c":2},"b":1}}}""")]
    [InlineData("""{"a.": 1, ".b": 2}""", """{"":{"b":2},"a":{"":1}}""")]
    [InlineData("""{"a": 1, "a!": 2, "a.b": 3}""", """{"a":{"b":3},"a!":2}""")]
    [InlineData("""{"a": [{"b.c": 1}]}""", """{"a":[{"b.c":1}]}""")]
    [InlineData("""{"a": {"b": 1, "c.d": 2}}""", """{"a":{"b":1,"c":{"d":2}}}""")]
    public void Unflatten_nests_by_the_keys(string json, string expected) =>
        Call(new Unflatten(), ("value", Json.Read(json))).ShouldBe(expected);

    [Fact]
    public void Unflatten_undoes_flatten() =>
        Prop.ForAll(
                Objects(depth: 3).ToArbitrary(),
                value =>
                {
                    var flat = FunctionRunner.Call(new Flatten(), ("value", value));
                    Call(new Unflatten(), ("value", flat)).ShouldBe(Json.Write(value));
                }
            )
            .QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("\"ñandú\"", 5, 7)]
    [InlineData("\"🌊\"", 1, 4)]
    [InlineData("\"\"", 0, 0)]
    public void Strlen_counts_characters_and_length_bytes(string json, int characters, int bytes)
    {
        Call(new Strlen(), ("value", Json.Read(json))).ShouldBe($"{characters}");
        Call(new Length(), ("value", Json.Read(json))).ShouldBe($"{bytes}");
    }

    [Fact]
    public void Strlen_takes_bytes_that_are_no_text()
    {
        var bytes = Value.From(new ReadOnlyMemory<byte>([0xE4, 0xBD, (byte)'a', 0xFF]));
        Call(new Strlen(), ("value", bytes)).ShouldBe("3");
    }

    [Fact]
    public void Tally_counts_strings_and_names_what_is_none()
    {
        Call(new Tally(), ("value", Json.Read("""["b", "a", "b"]""")))
            .ShouldBe("""{"a":1,"b":2}""");
        Call(new Tally(), ("value", Json.Read("""["a", [1, 2.5, "x\n", null, {"k": true}]]""")))
            .ShouldBe(
                """all values must be strings, found: Array([Integer(1), Float(NotNan(2.5)), Bytes(b"x\n"), Null, Object({KeyString("k"): Boolean(true)})])"""
            );
    }

    [Fact]
    public void Unique_keeps_the_first_of_equal_values() =>
        Call(new Unique(), ("value", Json.Read("""["foo", [1], 1, true, [1], "foo", 1.0, 1]""")))
            .ShouldBe("""["foo",[1],1,true,1.0]""");

    [Fact]
    public void Equality_is_of_kind_too()
    {
        Call(new Includes(), ("value", Json.Read("[1, [2]]")), ("item", Json.Read("[2]")))
            .ShouldBe("true");
        Call(new Includes(), ("value", Json.Read("[1]")), ("item", 1.0)).ShouldBe("false");
        Call(new TallyValue(), ("array", Json.Read("[1, 1.0, 1]")), ("value", 1L)).ShouldBe("2");
    }

    [Fact]
    public void Nothing_goes_down_without_end()
    {
        var deep = Json.Nested(100_000);
        foreach (Function function in (Function[])[new Compact(), new Flatten()])
        {
            FunctionRunner.Call(function, ("value", deep)).IsFailure.ShouldBeTrue();
        }
        var keys = new VrlObject();
        keys.Set(new string('.', 100_000), 1L);
        keys.Set(new string('.', 100_000) + "a", 1L);
        FunctionRunner.Call(new Unflatten(), ("value", Value.From(keys))).IsFailure.ShouldBeTrue();
    }

    [Fact]
    public void Types_tell_what_is_known()
    {
        TypeOf(new Keys(), ("value", Kind.Object)).ShouldBe(Kind.ArrayOf(Kind.Bytes));
        TypeOf(new ValuesFunction(), ("value", Kind.From(Json.Read("""{"a": 1, "b": "x"}"""))))
            .ShouldBe(Kind.ArrayOf(Kind.Of(Kinds.Integer | Kinds.Bytes)));
        TypeOf(new ValuesFunction(), ("value", Kind.Object)).ShouldBe(Kind.Array);
        TypeOf(new Compact(), ("value", Kind.ArrayOf(Kind.Bytes))).ShouldBe(Kind.Array);
        TypeOf(new Compact(), ("value", Kind.Of(Kinds.Container))).ShouldBe(Kind.Object);
        TypeOf(new Flatten(), ("value", Kind.Array)).ShouldBe(Kind.Array);
        TypeOf(new Filter(), ("value", Kind.From(Json.Read("""{"a": 1}""")))).ShouldBe(Kind.Object);
        TypeOf(new MapKeys(), ("value", Kind.From(Json.Read("""{"a": 1}"""))))
            .ShouldBe(Kind.From(Json.Read("""{"a": 1}""")));
        TypeOf(new ForEach(), ("value", Kind.Array)).ShouldBe(Kind.Null);
    }

    /// <summary>Objects that are not empty, with keys without separators.</summary>
    private static Gen<Value> Objects(int depth)
    {
        var leaf = Gen.Elements(Value.Null, 1L, "text", Value.From(new VrlArray([1L])));
        return Gen.Elements("a", "b", "c!", "é")
            .Zip(depth == 0 ? leaf : Gen.OneOf(leaf, Objects(depth - 1)))
            .NonEmptyListOf()
            .Select(fields =>
            {
                var value = new VrlObject();
                foreach (var (key, inner) in fields)
                {
                    value.Set(key, inner);
                }
                return Value.From(value);
            });
    }

    private static string Call(Function function, params (string, Value)[] arguments) =>
        Json.Write(FunctionRunner.Call(function, arguments));

    private static Kind TypeOf(Function function, params (string, Kind)[] arguments) =>
        FunctionRunner.TypeOf(function, arguments).Kind;
}
