using Shouldly;
using Xunit;

namespace Vrl.Tests.Stdlib.Strings;

public sealed class ReplaceWithTests
{
    [Theory]
    [InlineData("r'x*'", -1, "-f-o-o-b-a-r-")]
    [InlineData("r'o'", 1, "f-obar")]
    [InlineData("r'o'", 0, "foobar")]
    [InlineData("r'z'", -1, "foobar")]
    public void Each_match_is_replaced_up_to_the_count(
        string pattern,
        int count,
        string replaced
    ) =>
        Programs
            .Run($$"""replace_with("foobar", {{pattern}}, count: {{count}}) -> |_m| { "-" }""")
            .ShouldBe($"\"{replaced}\"");

    [Fact]
    public void A_match_has_its_groups_by_number_and_by_name() =>
        Programs
            .Run("""replace_with("ab", r'(a)|(?P<z>b)') -> |m| { encode_json(m) }""")
            .ShouldBe(
                """
                "{\"captures\":[\"a\",null],\"string\":\"a\",\"z\":null}{\"captures\":[null,\"b\"],\"string\":\"b\",\"z\":\"b\"}"
                """.Trim()
            );

    [Theory]
    [InlineData("string")]
    [InlineData("captures")]
    public void A_group_may_not_take_the_name_of_a_field(string name) =>
        Programs
            .Run($$"""replace_with("x", r'(?P<{{name}}>x)') -> |_m| { "" }""")
            .ShouldEndWith("Capture group cannot be named \"string\" or \"captures\"");

    [Fact]
    public void A_failure_inside_of_the_closure_ends_the_program() =>
        Programs
            .Run("""replace_with("ab", r'.') -> |m| { to_string(to_int!(m.string)) }""")
            .ShouldContain("to_int");

    [Fact]
    public void A_closure_that_gives_no_text_is_refused() =>
        Programs.Errors("""replace_with("ab", r'.') -> |_m| { 1 }""").ShouldBe([122]);
}
