using Freshet.Vrl.Typing;
using Shouldly;
using Xunit;

namespace Vrl.Tests.Stdlib.Arrays;

public sealed class ArrayFunctionTests
{
    private static readonly Kind integer = Kind.Integer;
    private static readonly Kind text = Kind.Bytes;

    [Theory]
    [InlineData("append([], [1])", "[1]")]
    [InlineData("a = [1]; append(a, a)", "[1,1]")]
    [InlineData("push([1], .missing)", "[1,null]")]
    [InlineData("pop(pop([1]))", "[]")]
    [InlineData("zip([1, 2], [3])", "[[1,3]]")]
    [InlineData("zip([[1, 2]])", "[[1],[2]]")]
    [InlineData("zip([[1], []])", "[]")]
    [InlineData("chunks(\"\", 3)", "[]")]
    [InlineData("chunks(\"abc\", 9223372036854775807)", "[\"abc\"]")]
    [InlineData(
        "chunks!(\"abc\", .size)",
        "function call error for \"chunks\" at (0:21): expected integer, got null"
    )]
    public void Arrays_are_made_of_arrays(string source, string expected) =>
        Programs.Run(source).ShouldBe(expected);

    [Fact]
    public void What_an_array_was_made_of_stays_as_it_is() =>
        Programs
            .Run(
                "a = [1, [2]]; b = push(a, 3); c = append(a, [4]); d = pop(a); b[1][0] = 5; [a, b, c, d]"
            )
            .ShouldBe("[[1,[2]],[1,[5],3],[1,[2],4],[1]]");

    [Fact]
    public void The_elements_of_arrays_of_known_length_are_known()
    {
        Programs.TypeOf("push([1], \"a\")").ShouldBe(Kind.ArrayOf([integer, text]));
        Programs.TypeOf("append([1], [\"a\", 2])").ShouldBe(Kind.ArrayOf([integer, text, integer]));
        Programs.TypeOf("pop([1, \"a\"])").ShouldBe(Kind.ArrayOf([integer, text]));
    }

    [Fact]
    public void Of_arrays_of_any_length_the_kinds_of_elements_are_known()
    {
        Programs
            .TypeOf("push(keys(.), 1)")
            .ShouldBe(Kind.ArrayOf(Kind.Of(Kinds.Bytes | Kinds.Integer)));
        Programs
            .TypeOf("append(keys(.), [1, true])")
            .ShouldBe(Kind.ArrayOf(Kind.Of(Kinds.Bytes | Kinds.Integer | Kinds.Boolean)));
        Programs.TypeOf("append([1], keys(.))[0]").ShouldBe(integer);
        Programs.TypeOf("chunks(\"abc\", 2)").ShouldBe(Kind.ArrayOf(text));
    }

    [Theory]
    [InlineData("chunks(\"abc\", 0)", 610)]
    [InlineData("x = chunks(\"abc\", length([]))", 103)]
    [InlineData("push({}, 1)", 110)]
    [InlineData("append(.a, [])", 110)]
    [InlineData("x = zip(.a)", 103)]
    public void What_cannot_be_or_may_fail_is_told(string source, int code) =>
        Programs.Errors(source).ShouldBe([code]);
}
