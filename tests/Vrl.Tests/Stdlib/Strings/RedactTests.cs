using Freshet.Vrl.Stdlib.Strings;
using Freshet.Vrl.Values;
using Shouldly;
using Xunit;

namespace Vrl.Tests.Stdlib.Strings;

public sealed class RedactTests
{
    [Fact]
    public void Texts_inside_of_values_are_cleaned_and_keys_are_not()
    {
        var value = Object(("x1", "x1"), ("b", List("x", 5, Object(("c", "ax")))));

        FunctionRunner
            .Call(new Redact(), ("value", value), ("filters", List(Patterns.Of("x"))))
            .ShouldBe(
                Object(
                    ("x1", "[REDACTED]1"),
                    ("b", List("[REDACTED]", 5, Object(("c", "a[REDACTED]"))))
                )
            );
    }

    [Fact]
    public void Filters_work_one_after_the_other_and_a_text_is_put_in_as_it_stands() =>
        Redacted(
                "x1",
                List(
                    Patterns.Of("x"),
                    Object(("type", "pattern"), ("patterns", List("1", Patterns.Of("y"))))
                ),
                Object(("type", "text"), ("replacement", "$1"))
            )
            .ShouldBe("$$1$1");

    [Theory]
    [InlineData("123-45-6789", true)]
    [InlineData("665-10-1000", true)]
    [InlineData("000-12-3456", false)]
    [InlineData("666-12-1234", false)]
    [InlineData("123-00-1111", false)]
    [InlineData("900-12-1234", false)]
    public void Social_security_numbers_are_told_from_others(string text, bool isHidden) =>
        Redacted(text, List("us_social_security_number")).ShouldBe(isHidden ? "[REDACTED]" : text);

    [Theory]
    [InlineData(
        "sha3",
        "SHA3-256",
        "hex",
        "741efa311f97686956946758e0d95f70f11ff2da4f2feb7c54314f44134ac49f"
    )]
    [InlineData("sha2", "SHA-512/224", "base64", "oP4ktI1QiyCVwRN+TnklHKI9qO2127WFHp+uiA==")]
    public void Hashes_have_variants_and_encodings(
        string type,
        string variant,
        string encoding,
        string hash
    ) =>
        Redacted(
                "x",
                List(Patterns.Of("x")),
                Object(("type", type), ("variant", variant), ("encoding", encoding))
            )
            .ShouldBe(hash);

    [Fact]
    public void What_is_no_filter_is_refused()
    {
        Wrong("pattern").ShouldContain("pattern cannot be used without arguments");
        Wrong("nope").ShouldContain("unknown filter name");
        Wrong(1)
            .ShouldContain("unknown literal for filter, must be a regex, filter name, or object");
        Wrong(Object(("type", "nope"))).ShouldContain("unknown filter name");
        Wrong(Object(("type", 1))).ShouldContain("type key in filters must be a string");
        Wrong(Object()).ShouldContain("filters specified as objects must have type parameter");
        Wrong(Object(("type", "pattern")))
            .ShouldContain("pattern filter must have `patterns` specified");
        Wrong(Object(("type", "pattern"), ("patterns", List(1))))
            .ShouldContain("`patterns` must be regular expressions");

        static string Wrong(Value filter) => Redacted("x", List(filter)).Failure.Message!;
    }

    [Fact]
    public void What_is_no_redactor_is_refused()
    {
        Wrong("text").ShouldContain("unknown name of redactor");
        Wrong(Object(("key", "value"))).ShouldContain("must have type parameter");
        Wrong(Object(("type", "nope"))).ShouldContain("unknown `type` for `redactor`");
        Wrong(Object(("type", "text"))).ShouldContain("`replacement`");
        Wrong(Object(("type", "sha2"), ("variant", "MD5"))).ShouldContain("invalid sha2 variant");
        Wrong(Object(("type", "sha3"), ("encoding", "x"))).ShouldContain("unexpected encoding");

        static string Wrong(Value redactor) =>
            Redacted("x", List(Patterns.Of("x")), redactor).Failure.Message!;
    }

    [Fact]
    public void A_value_that_is_nested_too_deep_is_refused()
    {
        Value value = "x";
        for (var i = 0; i < 200; i++)
        {
            value = List(value);
        }
        FunctionRunner
            .Call(new Redact(), ("value", value), ("filters", List()))
            .Failure.Message.ShouldBe("value is nested deeper than 128 levels");
    }

    private static Value Redacted(string text, Value filters, Value? redactor = null) =>
        redactor is { } given
            ? FunctionRunner.Call(
                new Redact(),
                ("value", text),
                ("filters", filters),
                ("redactor", given)
            )
            : FunctionRunner.Call(new Redact(), ("value", text), ("filters", filters));

    private static Value List(params Value[] items) => Value.From(new VrlArray(items));

    private static Value Object(params (string Key, Value Value)[] fields)
    {
        var result = new VrlObject();
        foreach (var (key, value) in fields)
        {
            result.Set(key, value);
        }
        return Value.From(result);
    }
}
