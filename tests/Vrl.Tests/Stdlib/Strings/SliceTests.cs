using Freshet.Vrl.Stdlib.Strings;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;
using Shouldly;
using Xunit;

namespace Vrl.Tests.Stdlib.Strings;

public sealed class SliceTests
{
    [Theory]
    [InlineData("foo", 0, 4L, "foo")]
    [InlineData("foo", 3, null, "")]
    [InlineData("foo", 2, 2L, "")]
    [InlineData("foo", -2, null, "oo")]
    [InlineData("foo", -2, -1L, "o")]
    [InlineData("", 0, null, "")]
    public void Parts_of_texts_may_end_beyond(string text, long start, long? end, string part) =>
        Sliced(text, start, end).ShouldBe(part);

    [Fact]
    public void A_character_may_be_cut()
    {
        var part = Sliced("föo", 0, 2);
        part.Bytes.Length.ShouldBe(2);
        part.Text.ShouldBe("f\uFFFD");
    }

    [Theory]
    [InlineData("foo", 4, null, "\"start\" must be between \"-3\" and \"3\"")]
    [InlineData("foo", -4, null, "\"start\" must be between \"-3\" and \"3\"")]
    [InlineData("foo", long.MinValue, null, "\"start\" must be between \"-3\" and \"3\"")]
    [InlineData("foo", 2, 1L, "\"end\" must be greater or equal to \"start\"")]
    [InlineData("foo", 0, -4L, "\"end\" must be greater or equal to \"start\"")]
    [InlineData("", 1, null, "\"start\" must be between \"0\" and \"0\"")]
    public void A_part_begins_inside_and_does_not_end_before(
        string text,
        long start,
        long? end,
        string message
    ) => Sliced(text, start, end).Failure.Message.ShouldBe(message);

    [Fact]
    public void A_part_of_an_array_leaves_the_whole_alone()
    {
        var whole = new VrlArray([0, "ook", true]);
        Sliced(Value.From(whole), 1, 9).ShouldBe(Value.From(new VrlArray(["ook", true])));
        whole.Count.ShouldBe(3);
    }

    [Fact]
    public void What_is_known_of_all_elements_stays_known()
    {
        Type(Kind.ArrayOf(Kind.Bytes)).ShouldBe(Kind.ArrayOf(Kind.Bytes));
        Type(Kind.Bytes).ShouldBe(Kind.Bytes);
        Type(Kind.Any).Kinds.ShouldBe(Kinds.Bytes | Kinds.Array);

        static Kind Type(Kind value) => FunctionRunner.TypeOf(new Slice(), ("value", value)).Kind;
    }

    private static Value Sliced(Value value, long start, long? end) =>
        end is { } to
            ? FunctionRunner.Call(new Slice(), ("value", value), ("start", start), ("end", to))
            : FunctionRunner.Call(new Slice(), ("value", value), ("start", start));
}
