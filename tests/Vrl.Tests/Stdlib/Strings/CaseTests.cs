using Freshet.Vrl.Stdlib;
using Freshet.Vrl.Stdlib.Strings;
using Freshet.Vrl.Values;
using Shouldly;
using Xunit;

namespace Vrl.Tests.Stdlib.Strings;

public sealed class CaseTests
{
    [Theory]
    [InlineData("s3BucketDetails", "s_3_bucket_details")]
    [InlineData("Test123abc", "test_123_abc")]
    [InlineData("XMLHttpRequest", "xml_http_request")]
    [InlineData("HTTPServer2Go", "http_server_2_go")]
    [InlineData("foo-bar_baz qux", "foo_bar_baz_qux")]
    [InlineData("ÄpfelÜberÖl", "äpfel_über_öl")]
    [InlineData("already_snake", "already_snake")]
    [InlineData("", "")]
    public void Words_are_found_by_letters_and_digits(string identifier, string snake) =>
        Call(new Snakecase(), identifier).ShouldBe(snake);

    [Fact]
    public void Each_case_writes_the_same_words()
    {
        const string Identifier = "fooBar baz";
        Call(new Camelcase(), Identifier).ShouldBe("fooBarBaz");
        Call(new Pascalcase(), Identifier).ShouldBe("FooBarBaz");
        Call(new Kebabcase(), Identifier).ShouldBe("foo-bar-baz");
        Call(new Screamingsnakecase(), Identifier).ShouldBe("FOO_BAR_BAZ");
        Call(new Snakecase(), Identifier).ShouldBe("foo_bar_baz");
    }

    [Fact]
    public void Delimiters_at_the_ends_and_doubled_ones_stay()
    {
        Call(new Snakecase(), "_foo__bar-").ShouldBe("_foo__bar_");
        Call(new Kebabcase(), "--a").ShouldBe("--a");
        Call(new Camelcase(), "--leading-delims").ShouldBe("LeadingDelims");
    }

    [Theory]
    [InlineData("camelCase", "snake_case", "camelcase")]
    [InlineData("FOO_BAR", "SCREAMING_SNAKE", "foo_bar")]
    [InlineData("a_b-c", "kebab-case", "a_b_c")]
    [InlineData("a b-cD2", "camelCase", "a b-c_d_2")]
    [InlineData("a b-CD2", "PascalCase", "a b-cd_2")]
    public void A_known_case_divides_words_by_its_own_rules_alone(
        string identifier,
        string original,
        string snake
    ) =>
        FunctionRunner
            .Call(new Snakecase(), ("value", identifier), ("original_case", original))
            .ShouldBe(snake);

    [Fact]
    public void Boundaries_may_be_left_out()
    {
        Excluding("s3BucketDetails", "digit_lower", "lower_digit", "upper_digit")
            .ShouldBe("s3_bucket_details");
        Excluding("camelCase", "lower_upper").ShouldBe("camelcase");
        Excluding("XMLHttp", "acronym").ShouldBe("xmlhttp");
        Excluding("camelCase").ShouldBe("camel_case");
        Excluding("x", "foo")
            .Failure.Message.ShouldBe(
                "boundary must match one of: lower_upper, upper_lower, acronym, lower_digit, upper_digit, digit_lower, digit_upper"
            );
        Excluding("x", 1).Failure.Message.ShouldBe("excluded_boundaries must contain only strings");
    }

    private static Value Excluding(string identifier, params Value[] boundaries) =>
        FunctionRunner.Call(
            new Snakecase(),
            ("value", identifier),
            ("excluded_boundaries", Value.From(new VrlArray(boundaries)))
        );

    private static Value Call(Function function, string identifier) =>
        FunctionRunner.Call(function, ("value", identifier));
}
