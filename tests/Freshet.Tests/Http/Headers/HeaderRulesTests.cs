using System.Text;
using Freshet.Configuration;
using Freshet.Http.Headers;
using Freshet.Toml;
using Shouldly;
using Xunit;
using static Freshet.Tests.Http.Headers.RulesText;

namespace Freshet.Tests.Http.Headers;

public sealed class HeaderRulesTests
{
    [Fact]
    public void No_rules_accept_every_request()
    {
        Good("headers = []").Check(Sent(), []).IsAccepted.ShouldBeTrue();
        Good("[headers]").Count.ShouldBe(0);
        HeaderRules.None.Check(Sent(), []).StatusCode.ShouldBe(200);
    }

    [Theory]
    [InlineData("anything", 200)]
    [InlineData("", 401)]
    [InlineData(" ", 401)]
    [InlineData(null, 401)]
    public void Exists_needs_a_header_that_is_not_empty(string? value, int status) =>
        Status("exists", "", value).ShouldBe(status);

    [Theory]
    [InlineData("Token-1", "Token-1", 200)]
    [InlineData("token-1", "Token-1", 403)]
    [InlineData("", "Token-1", 403)]
    [InlineData(null, "Token-1", 401)]
    [InlineData("Token-12", "Token-1", 403)]
    [InlineData("grün", "grün", 200)]
    public void Equals_compares_the_whole_value(string? given, string expected, int status) =>
        Status("equals", $"value = \"{expected}\"", given).ShouldBe(status);

    [Theory]
    [InlineData("STAGING", 200)]
    [InlineData("staging", 200)]
    [InlineData("stagin", 403)]
    public void Equals_can_ignore_case(string given, int status) =>
        Status("equals", "value = \"Staging\", case_sensitive = false", given).ShouldBe(status);

    [Theory]
    [InlineData("Bearer abc;v1", 200)]
    [InlineData("abc", 403)]
    [InlineData("Bearer abc", 403)]
    [InlineData("bearer abc;v1", 403)]
    public void Equals_and_secret_add_prefix_and_suffix(string given, int status)
    {
        const string around = "prefix = \"Bearer \", suffix = \";v1\"";
        Status("equals", $"value = \"abc\", {around}", given).ShouldBe(status);
        Status("secret", $"value = \"TOKEN\", {around}", given, _ => "abc").ShouldBe(status);
    }

    [Theory]
    [InlineData("client-42", 200)]
    [InlineData("client-x", 403)]
    [InlineData(null, 401)]
    public void Matches_looks_for_the_pattern(string? given, int status) =>
        Status("matches", "pattern = '^client-[0-9]+$'", given).ShouldBe(status);

    [Fact]
    public void Matches_without_anchors_finds_the_pattern_anywhere() =>
        Status("matches", "pattern = 'b'", "abc").ShouldBe(200);

    [Fact]
    public void Matches_takes_no_longer_for_a_malicious_value()
    {
        var rules = Good("headers.X = { type = \"matches\", pattern = '^(a+)+$' }");

        // A backtracking engine would need 2^16000 steps.
        var verdict = rules.Check(Sent(("X", new string('a', 16_000) + "!")), []);

        verdict.Outcome.ShouldBe(HeaderOutcome.Wrong);
    }

    [Fact]
    public void A_value_longer_than_any_rule_reads_is_wrong()
    {
        var value = new string('a', HeaderRule.LongestValue + 1);
        Status("matches", "pattern = 'a'", value).ShouldBe(403);
        Status("matches", "pattern = 'a'", value[1..]).ShouldBe(200);
        Status("exists", "", value).ShouldBe(200);
    }

    [Theory]
    [InlineData("s3cret", 200)]
    [InlineData("TOKEN", 403)]
    [InlineData(null, 401)]
    public void Secret_is_the_value_of_an_environment_variable(string? given, int status) =>
        Status("secret", "value = \"TOKEN\"", given, name => name == "TOKEN" ? "s3cret\n" : null)
            .ShouldBe(status);

    [Fact]
    public void A_header_sent_twice_is_wrong_though_both_values_are_right()
    {
        var twice = Sent(("X", "a"), ("x", "a"));

        Good("headers.X = { type = \"equals\", value = \"a\" }")
            .Check(twice, [])
            .StatusCode.ShouldBe(403);
        Good("headers.X = { type = \"matches\", pattern = \"a\" }")
            .Check(twice, [])
            .StatusCode.ShouldBe(403);
        Good("headers.X = { type = \"exists\" }").Check(twice, []).StatusCode.ShouldBe(200);
    }

    [Fact]
    public void Headers_are_found_without_regard_to_case() =>
        Good("headers.X-API-Key = { type = \"equals\", value = \"k\" }")
            .Check(Sent(("x-api-KEY", "k")), [])
            .IsAccepted.ShouldBeTrue();

    [Fact]
    public void The_first_rule_that_fails_in_document_order_decides()
    {
        const string toml = """
            [[headers]]
            header = "B"
            rule = { type = "equals", value = "b" }
            [[headers]]
            header = "A"
            rule = { type = "exists" }
            """;

        var wrong = Good(toml).Check(Sent(("B", "x")), []);
        var missing = Good(toml).Check(Sent(("B", "b")), []);

        wrong.ShouldBe(new HeaderVerdict(HeaderOutcome.Wrong, "B", "equals"));
        missing.ShouldBe(new HeaderVerdict(HeaderOutcome.Missing, "A", "exists"));
    }

    [Theory]
    [InlineData(
        """
            headers.X = [{ type = "matches", pattern = "^a" }, { type = "matches", pattern = "z$" }]
            """
    )]
    [InlineData(
        """
            headers = [
              { header = "X", rule = { type = "matches", pattern = "^a" } },
              { header = "X", rule = { type = "matches", pattern = "z$" } },
            ]
            """
    )]
    public void One_header_may_carry_several_rules(string toml)
    {
        var rules = Good(toml);

        rules.Count.ShouldBe(2);
        rules.Check(Sent(("X", "a-z")), []).StatusCode.ShouldBe(200);
        rules.Check(Sent(("X", "a-")), []).StatusCode.ShouldBe(403);
        rules.Check(Sent(("X", "-z")), []).StatusCode.ShouldBe(403);
    }

    [Fact]
    public void A_verdict_never_carries_the_value()
    {
        var rules = Good("headers.X = { type = \"equals\", value = \"expected\" }");

        rules.Check(Sent(("X", "given")), []).ToString().ShouldNotContain("given");
    }

    [Theory]
    [InlineData("", "{ X = { type = 'equals', value = 'v' } }")]
    [InlineData("X", "{ type = 'equals', value = 'v' }")]
    [InlineData("X", "[{ type = 'equals', value = 'v' }]")]
    public void Rules_may_come_from_outside_the_file(string key, string text)
    {
        var given = new TomlText(text, written: null, new Location("--set"));
        TomlValue value = given;
        if (key.Length > 0)
        {
            var map = new TomlTable(new Location("--set"));
            map.Set(new(key, new Location("--set"), given));
            value = map;
        }
        var diagnostics = new List<Diagnostic>();
        var reader = new OptionsReader(diagnostics, _ => null);

        var rules = HeaderRules.Read(value, reader).ShouldNotBeNull();

        diagnostics.ShouldBeEmpty();
        reader.Secrets.ShouldContain(given);
        rules.Check(Sent(("X", "v")), []).ShouldBe(HeaderVerdict.Accepted);
        rules.Check(Sent(("X", "w")), []).StatusCode.ShouldBe(403);
    }

    [Fact]
    public void Only_signatures_need_the_body()
    {
        Good("headers.X = { type = \"exists\" }").NeedsBody.ShouldBeFalse();
        Good("headers.X = { type = \"signature\", token = \"t\" }").NeedsBody.ShouldBeTrue();
    }

    private static int Status(
        string type,
        string keys,
        string? value,
        Func<string, string?>? environment = null
    )
    {
        var comma = keys.Length > 0 ? "," : "";
        var rules = Good($"headers.X = {{ type = \"{type}\"{comma} {keys} }}", environment);
        var headers = value is null ? Sent() : Sent(("X", value));
        return rules.Check(headers, Encoding.UTF8.GetBytes("body")).StatusCode;
    }
}
