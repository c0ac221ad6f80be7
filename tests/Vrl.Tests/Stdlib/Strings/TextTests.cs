using Freshet.Vrl.Stdlib;
using Freshet.Vrl.Stdlib.Strings;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;
using Shouldly;
using Xunit;

namespace Vrl.Tests.Stdlib.Strings;

public sealed class TextTests
{
    [Theory]
    [InlineData("straße ﬁ ŉ ı ſ ΐ", "STRASSE FI ʼN I S \u0399\u0308\u0301")]
    [InlineData("ǆ ǅ ᾳ ᾼ 𐐨", "Ǆ Ǆ ΑΙ ΑΙ 𐐀")]
    [InlineData("foo 2 BAR", "FOO 2 BAR")]
    public void Upper_case_may_be_longer(string text, string upper) =>
        Call(new Upcase(), text).ShouldBe(upper);

    [Theory]
    [InlineData("ÀİΣΑΣ ΑΣ. Σ", "ài̇σας ας. σ")]
    [InlineData("Α\u0301Σ\u0301 ΑΣΑ Σ'Α Α'Σ", "α\u0301ς\u0301 ασα σ'α α'ς")]
    [InlineData("𐐀 FOO", "𐐨 foo")]
    public void Lower_case_knows_where_a_word_ends(string text, string lower) =>
        Call(new Downcase(), text).ShouldBe(lower);

    [Fact]
    public void What_is_no_text_becomes_the_replacement_character() =>
        FunctionRunner
            .Call(new Upcase(), ("value", Value.From(new byte[] { (byte)'a', 0xFF })))
            .ShouldBe("A\uFFFD");

    [Fact]
    public void White_space_is_unicodes()
    {
        Call(
                new StripWhitespace(),
                "\u0085\u00a0\u1680\u2000\u200a\u2028\u2029\u202f\u205f\u3000\t\v\f\r\nx\n"
            )
            .ShouldBe("x");
        Call(new StripWhitespace(), "\ufeff \u200b").ShouldBe("\ufeff \u200b");
        Call(new StripWhitespace(), "\u001cx\u001f").ShouldBe("\u001cx\u001f");
    }

    [Theory]
    [InlineData("Super", 0, "...", "...")]
    [InlineData("Super", -1, "..", "..")]
    [InlineData("Super", 5, ".", "Super")]
    [InlineData("a😀b", 2, "", "a😀")]
    [InlineData("", 0, "...", "")]
    [InlineData("Super", long.MaxValue, "...", "Super")]
    public void Cutting_counts_characters(string text, long limit, string suffix, string cut) =>
        FunctionRunner
            .Call(new Truncate(), ("value", text), ("limit", limit), ("suffix", suffix))
            .ShouldBe(cut);

    [Theory]
    [InlineData("ξZonk", "ΞZ", true)]
    [InlineData("İ", "ix", true)]
    [InlineData("foo", "foobar", false)]
    [InlineData("foobar", "", true)]
    [InlineData("straße", "STRASSE", false)]
    public void The_start_is_compared_character_by_character(string text, string start, bool is_) =>
        FunctionRunner
            .Call(
                new StartsWith(),
                ("value", text),
                ("substring", start),
                ("case_sensitive", false)
            )
            .ShouldBe(is_);

    [Fact]
    public void The_start_of_what_is_no_text_is_like_nothing()
    {
        var broken = Value.From(new byte[] { 0xC3 });
        Starts(broken, sensitive: false).ShouldBe(false);
        Starts(broken, sensitive: true).ShouldBe(true);

        static Value Starts(Value text, bool sensitive) =>
            FunctionRunner.Call(
                new StartsWith(),
                ("value", text),
                ("substring", text),
                ("case_sensitive", sensitive)
            );
    }

    [Fact]
    public void The_end_is_compared_in_lower_case() =>
        FunctionRunner
            .Call(
                new EndsWith(),
                ("value", "FOOİ"),
                ("substring", "i\u0307"),
                ("case_sensitive", false)
            )
            .ShouldBe(true);

    [Fact]
    public void Every_text_has_the_empty_one_in_it() =>
        FunctionRunner.Call(new Contains(), ("value", ""), ("substring", "")).ShouldBe(true);

    [Fact]
    public void Looking_for_all_may_fail_only_where_something_may_be_no_text()
    {
        var function = new ContainsAll();
        Fallible(Kind.ArrayOf(Kind.Bytes)).ShouldBeFalse();
        Fallible(Kind.ArrayOf([Kind.Bytes, Kind.Bytes])).ShouldBeFalse();
        Fallible(Kind.ArrayOf([Kind.Bytes, Kind.Integer])).ShouldBeTrue();
        Fallible(Kind.Array).ShouldBeTrue();
        All("ab", "c", 1).ShouldBe(false);
        All("ab", "b", 1).Failure.Message.ShouldBe("expected string, got integer");

        bool Fallible(Kind substrings) =>
            FunctionRunner.TypeOf(function, ("substrings", substrings)).IsFallible;

        Value All(string text, params Value[] substrings) =>
            FunctionRunner.Call(
                function,
                ("value", text),
                ("substrings", Value.From(new VrlArray(substrings)))
            );
    }

    [Fact]
    public void Joining_nothing_gives_an_empty_text() =>
        FunctionRunner.Call(new Join(), ("value", Value.From(new VrlArray()))).ShouldBe("");

    [Theory]
    [InlineData("42.38", 42.38)]
    [InlineData("+1e+5", 100000.0)]
    [InlineData(".5", 0.5)]
    [InlineData("5.", 5.0)]
    [InlineData("-0", -0.0)]
    [InlineData("1e400", double.PositiveInfinity)]
    [InlineData("-INF", double.NegativeInfinity)]
    [InlineData("+infinity", double.PositiveInfinity)]
    [InlineData("8.543e-2", 0.08543)]
    public void Floats_are_read_as_rust_reads_them(string text, double value) =>
        Call(new ParseFloat(), text).Float.ShouldBe(value);

    [Theory]
    [InlineData("", "Invalid floating point number \"\": cannot parse float from empty string")]
    [InlineData(".", "Invalid floating point number \".\": invalid float literal")]
    [InlineData("+", "Invalid floating point number \"+\": invalid float literal")]
    [InlineData(" 5", "Invalid floating point number \" 5\": invalid float literal")]
    [InlineData("5 ", "Invalid floating point number \"5 \": invalid float literal")]
    [InlineData("1,000", "Invalid floating point number \"1,000\": invalid float literal")]
    [InlineData("1e", "Invalid floating point number \"1e\": invalid float literal")]
    [InlineData("--1", "Invalid floating point number \"--1\": invalid float literal")]
    [InlineData("∞", "Invalid floating point number \"∞\": invalid float literal")]
    [InlineData("\"\n\\", "Invalid floating point number \"\\\"\\n\\\\\": invalid float literal")]
    [InlineData("nan", "NaN number not supported \"nan\"")]
    [InlineData("-NaN", "NaN number not supported \"-NaN\"")]
    public void What_is_no_float_is_refused(string text, string message) =>
        Call(new ParseFloat(), text).Failure.Message.ShouldBe(message);

    private static Value Call(Function function, string text) =>
        FunctionRunner.Call(function, ("value", text));
}
