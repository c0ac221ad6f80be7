using Freshet.Vrl.Syntax;
using Shouldly;
using Xunit;

namespace Vrl.Tests.Syntax;

public sealed class ParserTests
{
    [Theory]
    [InlineData("1 + 2 * 3", "(1 Add (2 Multiply 3))")]
    [InlineData("1 - 2 - 3", "((1 Subtract 2) Subtract 3)")]
    [InlineData("1 / 2 * 3", "((1 Divide 2) Multiply 3)")]
    [InlineData("a | b + c", "(a Merge (b Add c))")]
    [InlineData("a < b | c", "(a Less (b Merge c))")]
    [InlineData("a == b < c", "(a Equal (b Less c))")]
    [InlineData("a && b == c", "(a And (b Equal c))")]
    [InlineData("a || b && c", "((a Or b) And c)")]
    [InlineData("a && b || c", "((a And b) Or c)")]
    [InlineData("a ?? b || c ?? d", "((a Coalesce (b Or c)) Coalesce d)")]
    [InlineData("!a && !!b", "(!a And !!b)")]
    [InlineData("! a.b + 1", "(!a/b Add 1)")]
    [InlineData("1 == 2 == 3", "((1 Equal 2) Equal 3)")]
    [InlineData("(1 + 2) * 3", "(group((1 Add 2)) Multiply 3)")]
    [InlineData("1 +\n\n 2", "(1 Add 2)")]
    [InlineData("a ??\n# why\nb", "(a Coalesce b)")]
    [InlineData("1 - -1", "(1 Subtract -1)")]
    [InlineData("1+1", "(1 Add 1)")]
    public void Operators_bind_by_their_strength_from_left_to_right(
        string source,
        string outline
    ) => Outline.Of(source).ShouldBe(outline);

    [Theory]
    [InlineData("x = 1", "(x = 1)")]
    [InlineData("x =\n\n 1", "(x = 1)")]
    [InlineData(".a |= {}", "(.a |= object{})")]
    [InlineData("_ = f()", "(_ = f())")]
    [InlineData(". = 1", "(. = 1)")]
    [InlineData("%a.b[0] = 1", "(%a/b/[0] = 1)")]
    [InlineData("x.a[-1] = 1", "(x/a/[-1] = 1)")]
    [InlineData("x, err = f()", "(x, err = f())")]
    [InlineData(".a, _ |= f()", "(.a, _ |= f())")]
    [InlineData("_, _ = f()", "(_, _ = f())")]
    [InlineData("a = b = c, d = 1", "(a = (b = (c, d = 1)))")]
    [InlineData("a = b == c", "(a = (b Equal c))")]
    [InlineData("(a = 1) + 1", "(group((a = 1)) Add 1)")]
    [InlineData("x = if a { 1 }", "(x = if a {1})")]
    public void Assignments_take_any_expression(string source, string outline) =>
        Outline.Of(source).ShouldBe(outline);

    [Theory]
    [InlineData(".", ".")]
    [InlineData("%", "%")]
    [InlineData(".a.b[0]", ".a/b/[0]")]
    [InlineData(".[0][-1]", ".[0]/[-1]")]
    [InlineData(".a[ 1_0 ].b", ".a/[10]/b")]
    [InlineData(".\"q r\".@t.\"\\u{41}\"", ".q r/@t/A")]
    [InlineData("%\"a{{b}}\"", "%a{{ b }}")]
    [InlineData(".if.array.null.1a._b", ".if/array/null/1a/_b")]
    [InlineData("x.a", "x/a")]
    [InlineData("x[0]", "x/[0]")]
    [InlineData("f(1).a", "f(1)/a")]
    [InlineData("f!(1)[0].a", "f!(1)/[0]/a")]
    [InlineData("{\"a\": 1}.a", "object{a: 1}/a")]
    [InlineData("[1][0]", "[1]/[0]")]
    [InlineData("{ 1 }[0]", "{1}/[0]")]
    [InlineData(".a\"b\"", ".a/b")]
    [InlineData(".a[99999999999]", ".a/[2147483647]")]
    [InlineData(".a\n.b", ".a; .b")]
    [InlineData("x - .a", "(x Subtract .a)")]
    public void Paths_touch_what_they_start_from(string source, string outline) =>
        Outline.Of(source).ShouldBe(outline);

    [Theory]
    [InlineData("[]", "[]")]
    [InlineData("[\n]", "[]")]
    [InlineData("[1, \"a\",\n null,\n]", "[1, <a>, null]")]
    [InlineData("{}", "object{}")]
    [InlineData("{\n}", "object{}")]
    [InlineData("{\"a\": 1, \"b\" : {},}", "object{a: 1, b: object{}}")]
    [InlineData("{ \"a\": 1,\n\"a\": 2\n}", "object{a: 1, a: 2}")]
    [InlineData("{\"\\{{a}}\": 1, \"{{b}}\": 2}", "object{{{a}}: 1, {{b}}: 2}")]
    [InlineData("{ \"a\" }", "{<a>}")]
    [InlineData("{ 1; 2\n\n3; }", "{1; 2; 3}")]
    [InlineData("{ abort }", "{abort}")]
    [InlineData("[{ if a { 1 } }]", "[{if a {1}}]")]
    [InlineData("(\n1)", "group(1)")]
    [InlineData("[(if a { 1 } else { 2 })]", "[group(if a {1} else {2})]")]
    [InlineData("{\"a\": (\nif a { 1 }) }", "object{a: group(if a {1})}")]
    public void Braces_hold_an_object_or_a_block(string source, string outline) =>
        Outline.Of(source).ShouldBe(outline);

    [Theory]
    [InlineData("if a { 1 }", "if a {1}")]
    [InlineData("if a\n{ 1 } else\n{ 2 }", "if a {1} else {2}")]
    [InlineData("if a { 1 }\n# b\n\nelse { 2 }", "if a {1} else {2}")]
    [InlineData(
        "if a { 1 } else if b { 2 }\nelse\nif c { 3 } else { 4 }",
        "if a {1} else if b {2} else if c {3} else {4}"
    )]
    [InlineData("if a { 1 }\n\nb", "if a {1}; b")]
    [InlineData("if (a) { 1 }", "if group(a) {1}")]
    [InlineData("if (a) == b || c { 1 }", "if ((group(a) Equal b) Or c) {1}")]
    [InlineData("if (a = 1; a == 1) { 1 }", "if {(a = 1); (a Equal 1)} {1}")]
    [InlineData("if (\n a\n b;\n) { 1 }", "if {a; b} {1}")]
    [InlineData("if ( a; ) { 1 }", "if {a} {1}")]
    [InlineData("if { true } { 1 }", "if {true} {1}")]
    [InlineData("if x == {} { 1 }", "if (x Equal object{}) {1}")]
    [InlineData("if %a { 1 }", "if %a {1}")]
    public void If_takes_a_predicate_and_branches(string source, string outline) =>
        Outline.Of(source).ShouldBe(outline);

    [Theory]
    [InlineData("f()", "f()")]
    [InlineData("f!(1)", "f!(1)")]
    [InlineData("f(\n1,\n a: 2,\n)", "f(1, a: 2)")]
    [InlineData("f(if: 1, array: 2, x : 3)", "f(if: 1, array: 2, x: 3)")]
    [InlineData("bool(1)", "bool(1)")]
    [InlineData("f(1) -> |k, _v, _| { k }", "f(1) -> |k, _v, _| {k}")]
    [InlineData("f(1) -> || { 1 }", "f(1) -> || {1}")]
    [InlineData("f(1) -> | |\n{ 1 }", "f(1) -> || {1}")]
    [InlineData("f(1) -> |a,\nb,\n| { 1 } + 1", "(f(1) -> |a, b| {1} Add 1)")]
    public void Calls_take_arguments_and_a_closure(string source, string outline) =>
        Outline.Of(source).ShouldBe(outline);

    [Theory]
    [InlineData("", "")]
    [InlineData("\n # a\n\n", "")]
    [InlineData("1;\n\n2\n", "1; 2")]
    [InlineData("abort", "abort")]
    [InlineData("abort \"a\" + b", "(abort (<a> Add b))")]
    [InlineData("abort\n\"a\"", "abort; <a>")]
    [InlineData("abort if a { 1 }", "(abort if a {1})")]
    [InlineData("return x = 1", "(return (x = 1))")]
    [InlineData("0x10", "0x10")]
    public void Expressions_stand_in_lines_or_with_semicolons(string source, string outline) =>
        Outline.Of(source).ShouldBe(outline);

    [Fact]
    public void A_negative_number_subtracts_only_with_a_space()
    {
        var label = Parser.Parse("x -1").Diagnostics[0].Labels[1];
        label.Text.ShouldContain("space behind the minus");
    }
}
