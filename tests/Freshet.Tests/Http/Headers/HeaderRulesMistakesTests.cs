using Freshet.Toml;
using Shouldly;
using Xunit;
using static Freshet.Tests.Http.Headers.RulesText;

namespace Freshet.Tests.Http.Headers;

public sealed class HeaderRulesMistakesTests
{
    [Theory]
    [InlineData(
        "{ type = 'equal', value = 'a' }",
        "\"equal\" is no type of header rule",
        "did you mean \"equals\"?"
    )]
    [InlineData(
        "{ type = 'zzz' }",
        "is no type of header rule",
        "known: equals, exists, matches, secret, signature"
    )]
    [InlineData("{ value = 'a' }", "the key \"type\" is missing in headers.X", "known: exists")]
    [InlineData("{ type = 'equals' }", "\"value\" is missing", "give the text")]
    [InlineData("{ type = 'equals', value = '' }", "is empty", null)]
    [InlineData("{ type = 'equals', value = 1 }", "must be a string", null)]
    [InlineData(
        "{ type = 'equals', value = 'a', case_sensitiv = true }",
        "unknown key \"case_sensitiv\"",
        "did you mean \"case_sensitive\"?"
    )]
    [InlineData("{ type = 'exists', value = 'a' }", "unknown key \"value\"", null)]
    [InlineData("{ type = 'matches' }", "\"pattern\" is missing", null)]
    [InlineData("{ type = 'matches', pattern = '' }", "must not be empty", null)]
    [InlineData(
        "{ type = 'matches', pattern = '^[a' }",
        "unterminated bracket at character 4",
        null
    )]
    [InlineData(
        "{ type = 'matches', pattern = 'a(?=b)' }",
        "cannot be matched in linear time",
        "look-arounds, back-references"
    )]
    [InlineData(
        "{ type = 'matches', pattern = '(a)\\1' }",
        "cannot be matched in linear time",
        "look-arounds, back-references"
    )]
    [InlineData("{ type = 'secret' }", "\"value\" is missing", "environment variable")]
    [InlineData("{ type = 'secret', value = 'NOT_SET' }", "NOT_SET is not set", "export NOT_SET")]
    [InlineData("{ type = 'signature' }", "\"token\" is missing", "signs with")]
    [InlineData("{ type = 'signature', token = '' }", "the token is empty", null)]
    [InlineData(
        "{ type = 'signature', token = 'xyz', token_encoding = 'hex' }",
        "not hexadecimal",
        null
    )]
    [InlineData(
        "{ type = 'signature', token = 'whsec_AAAA', token_encoding = 'base64' }",
        "not base64",
        "leave the leading whsec_ out"
    )]
    [InlineData(
        "{ type = 'signature', token = 't', token_encoding = 'base46' }",
        "token_encoding must be one of",
        "did you mean \"base64\"?"
    )]
    [InlineData(
        "{ type = 'signature', token = 't', signature_on = 'bodi' }",
        "signature_on must be",
        "did you mean \"body\"?"
    )]
    [InlineData(
        "{ type = 'signature', token = 't', signature_on = 'headers_then_body' }",
        "signature_on must be",
        "write {"
    )]
    [InlineData(
        "{ type = 'signature', token = 't', signature_on = 1 }",
        "signature_on must be",
        null
    )]
    [InlineData(
        "{ type = 'signature', token = 't', signature_on = { headers_then_body = { headers = ['a'] } } }",
        "\"separator\" is missing",
        null
    )]
    [InlineData(
        "{ type = 'signature', token = 't', signature_on = { headers_then_body = { headers = [], separator = '.' } } }",
        "must not be empty",
        null
    )]
    [InlineData(
        "{ type = 'signature', token = 't', signature_on = { headers_then_body = { headers = ['a b'], separator = '.' } } }",
        "not the name of a header",
        null
    )]
    [InlineData("'Bearer abc'", "must be a table such as { type = \"exists\" }", null)]
    public void A_mistake_in_a_rule_is_told(string rule, string message, string? hint)
    {
        var mistake = Mistake($"headers.X = {rule}");

        mistake.Severity.ShouldBe(Severity.Error);
        mistake.Message.ShouldContain(message);
        if (hint is not null)
        {
            mistake.Hint.ShouldNotBeNull().ShouldContain(hint);
        }
    }

    [Theory]
    [InlineData("headers = 'Authorization'", "headers must be a table of header")]
    [InlineData("headers = [1]", "headers[0] must be a table { header, rule }")]
    [InlineData("headers = [{ header = 'X' }]", "\"rule\" is missing in headers[0]")]
    [InlineData(
        "headers = [{ rule = { type = 'exists' } }]",
        "\"header\" is missing in headers[0]"
    )]
    [InlineData(
        "headers = [{ header = 'X', rule = { type = 'exists' }, heder = 1 }]",
        "unknown key \"heder\""
    )]
    [InlineData(
        "headers = [{ header = 'X Y', rule = { type = 'exists' } }]",
        "not the name of a header"
    )]
    [InlineData("headers.'' = { type = 'exists' }", "not the name of a header")]
    public void A_mistake_in_the_form_is_told(string toml, string message) =>
        Mistake(toml).Message.ShouldContain(message);

    [Fact]
    public void All_mistakes_are_told_at_once_each_with_its_place()
    {
        var mistakes = Read(
            """
            [headers]
            A = { type = "matches", pattern = "(" }
            B = { type = "secret", value = "B_TOKEN" }
            C = { type = "exist" }
            """
        ).Diagnostics;

        mistakes
            .Select(mistake => mistake.Location!.ToString())
            .ShouldBe(
                ["freshet.toml:2:35", "freshet.toml:3:32", "freshet.toml:4:14"],
                ignoreOrder: true
            );
    }

    [Fact]
    public void The_secrets_of_what_is_switched_off_may_be_absent_and_then_open_nothing()
    {
        var text = Read("headers.X = { type = \"secret\", value = \"A\" }", isDisabled: true);

        text.Diagnostics.ShouldBeEmpty();
        text.Rules.ShouldNotBeNull().Check(Sent(("X", "")), []).StatusCode.ShouldBe(403);
    }

    [Fact]
    public void A_bad_token_is_not_shown()
    {
        var mistake = Mistake(
            """headers.X = { type = "signature", token = "hunter2", token_encoding = "hex" }"""
        );

        mistake.Render().ShouldNotContain("hunter2");
        mistake.Render().ShouldContain("token = ***");
    }

    [Fact]
    public void Values_and_tokens_are_marked_as_secrets_but_the_names_of_variables_are_not()
    {
        var text = Read(
            """
            headers.A = { type = "equals", value = "one" }
            headers.B = { type = "signature", token = "two" }
            headers.C = { type = "secret", value = "THREE" }
            """,
            _ => "x"
        );

        text.Reader.Secrets.Cast<TomlString>()
            .Select(secret => secret.Value)
            .ShouldBe(["one", "two"], ignoreOrder: true);
    }
}
