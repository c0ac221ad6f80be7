using System.Text;
using Freshet.Configuration;
using Freshet.Http.Outgoing;
using Freshet.Tests.Http.Headers;
using Freshet.Toml;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Http.Outgoing;

public sealed class OutgoingHeadersTests
{
    private static readonly Func<string, string?> Environment = name =>
        name switch
        {
            "TOKEN" => "s3cr3t",
            "MOUNTED" => "s3cr3t\r\n",
            "FORGED" => "s3cr3t\r\nX-Admin: yes",
            _ => null,
        };

    [Theory]
    [InlineData("{ type = 'static', value = 'staging' }", "staging")]
    [InlineData("{ type = 'static', value = 'b', prefix = 'a ', suffix = ' c' }", "a b c")]
    [InlineData("{ type = 'secret', value = 'TOKEN' }", "s3cr3t")]
    [InlineData("{ type = 'secret', value = 'MOUNTED', prefix = 'Bearer ' }", "Bearer s3cr3t")]
    [InlineData("{ type = 'secret', value = 'TOKEN', suffix = '!' }", "s3cr3t!")]
    public void A_header_is_sent_as_configured(string form, string value)
    {
        Sent($"headers.X = {form}").ShouldBe([("X", value)]);
        Sent($"headers = [{{ header = 'X', rule = {form} }}]").ShouldBe([("X", value)]);
    }

    [Fact]
    public void A_file_holds_the_secret_itself()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("token", "s3cr3t\n");
        Sent($"headers.X = {{ type = 'secret', value_file = '{path}', prefix = 'Bearer ' }}")
            .ShouldBe([("X", "Bearer s3cr3t")]);
        folder.Write("token", "\n");
        Read($"headers.X = {{ type = 'secret', value_file = '{path}' }}")
            .Diagnostics.ShouldHaveSingleItem()
            .Message.ShouldContain("empty");
    }

    [Fact]
    public void The_array_of_tables_of_other_collectors_is_read() =>
        Sent(
                """
                [[headers]]
                header = "Authorization"
                [headers.rule]
                type = "secret"
                value = "TOKEN"
                prefix = "Bearer "

                [[headers]]
                header = "X-Env"
                rule = { type = "static", value = "staging" }
                """
            )
            .ShouldBe([("Authorization", "Bearer s3cr3t"), ("X-Env", "staging")]);

    [Fact]
    public void A_header_takes_the_place_of_the_requests_own_wherever_the_framework_keeps_it()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "http://a.test/");
        request.Content = new ByteArrayContent([]);
        request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        request.Headers.TryAddWithoutValidation("User-Agent", "freshet");
        Read(
            """
            headers.content-type = { type = "static", value = "text/plain" }
            headers.user-agent = { type = "static", value = "other" }
            """
        )
            .Headers!.AddTo(request, default);
        request.Content.Headers.NonValidated["Content-Type"].ToString().ShouldBe("text/plain");
        request.Headers.NonValidated["User-Agent"].ToString().ShouldBe("other");
    }

    [Fact]
    public void What_describes_a_body_is_not_sent_without_one() =>
        Sent("headers.Content-Type = { type = 'static', value = 'text/plain' }").ShouldBeEmpty();

    [Fact]
    public void What_one_Freshet_signs_the_rule_of_another_accepts() =>
        Prop.ForAll<NonEmptyArray<byte>, byte[], bool>(
                (key, body, isHex) =>
                {
                    var encoding = isHex ? "hex" : "base64";
                    var token = isHex
                        ? Convert.ToHexStringLower(key.Get)
                        : Convert.ToBase64String(key.Get);
                    var form = $$"""
                        headers.X-Signature.type = "signature"
                        headers.X-Signature.token = "{{token}}"
                        headers.X-Signature.token_encoding = "{{encoding}}"
                        headers.X-Signature.signature_encoding = "{{encoding}}"
                        headers.X-Signature.signature_prefix = "v1,"
                        headers.X-Signature.signature_on.headers_then_body.headers = ["X-Id"]
                        headers.X-Signature.signature_on.headers_then_body.separator = "."

                        """;
                    var sent = Sent(form + "headers.X-Id = { type = 'static', value = '7' }", body);
                    var rules = RulesText.Good(form);
                    var headers = RulesText.Sent([.. sent]);
                    return rules.Check(headers, body).IsAccepted
                        && !rules.Check(headers, [.. body, 0]).IsAccepted;
                }
            )
            .QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("headers = 1", "headers must be a table of header → value")]
    [InlineData("headers.X = 'a'", "a table such as { type = \"static\"")]
    [InlineData("headers.X = [{ type = 'static', value = 'a' }]", "headers.X must be a table")]
    [InlineData("headers.X = { value = 'a' }", "the key \"type\" is missing")]
    [InlineData("headers.X = { type = 'exists' }", "\"exists\" is no type of outgoing header")]
    [InlineData("headers.X = { type = 'static' }", "\"value\" is missing")]
    [InlineData("headers.X = { type = 'static', value = 'ü' }", "no header can hold")]
    [InlineData("headers.X = { type = 'static', value = \"a\\r\\nB: c\" }", "no header can hold")]
    [InlineData("headers.X = { type = 'static', value = 'a', prefix = \"\\n\" }", "no header can")]
    [InlineData("headers.X = { type = 'secret', value = 'NOT_SET' }", "NOT_SET is not set")]
    [InlineData("headers.X = { type = 'secret', value = 'FORGED' }", "no header can hold")]
    [InlineData("headers.X = { type = 'signature' }", "\"token\" is missing")]
    [InlineData("headers.X = { type = 'signature', token = '' }", "the token is empty")]
    [InlineData(
        "headers.X = { type = 'signature', token = 'g', token_encoding = 'hex' }",
        "not hexadecimal"
    )]
    [InlineData(
        "headers.X = { type = 'signature', token = 't', signature_prefix = \"\\n\" }",
        "no header can hold this prefix"
    )]
    [InlineData("headers.\"X Y\" = { type = 'static', value = 'a' }", "not the name of a header")]
    [InlineData("headers.content-length = { type = 'static', value = '1' }", "follows from")]
    [InlineData(
        "headers.X = { type = 'static', value = 'a' }\nheaders.x = { type = 'static', value = 'b' }",
        "headers has x twice"
    )]
    public void A_mistake_is_told_without_what_must_not_be_shown(string toml, string message)
    {
        var mistake = Read(toml).Diagnostics.ShouldHaveSingleItem();
        mistake.Message.ShouldContain(message);
        mistake.Location.ShouldNotBeNull().Line.ShouldBePositive();
        mistake.Render().ShouldNotContain("s3cr3t");
    }

    [Fact]
    public void Values_and_tokens_are_marked_as_secrets()
    {
        var text = Read(
            """
            headers.A = { type = "static", value = "one" }
            headers.B = { type = "signature", token = "two" }
            """
        );
        text.Reader.Secrets.OfType<TomlString>()
            .Select(secret => secret.Value)
            .ShouldBe(["one", "two"], ignoreOrder: true);
    }

    [Theory]
    [InlineData("'Content-Type', 'X-Known'", null)]
    [InlineData("'x-env'", null)]
    [InlineData("'X-First'", null)]
    [InlineData("'X-Other'", "the signature in X-Second covers X-Other, which is not sent")]
    [InlineData("'X-Second'", "the signature in X-Second covers X-Second, which is not sent")]
    public void A_signature_covers_only_what_is_sent_before_it(string names, string? message)
    {
        var text = Read(
            $$"""
            headers.X-Env = { type = "static", value = "staging" }
            headers.X-First = { type = "signature", token = "t" }
            headers.X-Second = { type = "signature", token = "t", signature_on = { headers_then_body = { headers = [{{names}}], separator = "." } } }
            """
        );
        text.Headers!.CheckSigned(
            new OptionsScope(text.Reader, text.Table),
            "content-type",
            "X-Known"
        );
        text.Diagnostics.SingleOrDefault()?.Message.ShouldBe(message);
        text.Diagnostics.Count.ShouldBe(message is null ? 0 : 1);
    }

    [Fact]
    public void What_a_server_repeats_of_the_headers_is_masked() =>
        Read(
            """
            headers.A = { type = "secret", value = "TOKEN", prefix = "Bearer " }
            headers.B = { type = "static", value = "another" }
            headers.C = { type = "static", value = "1" }
            """
        )
            .Headers!.Mask("401 for Bearer s3cr3t and another, 1")
            .ShouldBe("401 for Bearer *** and ***, 1");

    [Fact]
    public void A_component_that_is_switched_off_needs_no_secret()
    {
        var text = Read("headers.X = { type = 'secret', value = 'NOT_SET' }", isDisabled: true);
        text.Diagnostics.ShouldBeEmpty();
        text.Headers.ShouldNotBeNull().Has("x").ShouldBeTrue();
    }

    private static List<(string Name, string Value)> Sent(string toml, byte[]? body = null)
    {
        var text = Read(toml);
        text.Diagnostics.Select(diagnostic => diagnostic.Render()).ShouldBeEmpty();
        using var request = new HttpRequestMessage(HttpMethod.Get, "http://a.test/");
        text.Headers.ShouldNotBeNull().AddTo(request, body);
        return
        [
            .. request.Headers.NonValidated.Select(header => (header.Key, header.Value.ToString())),
        ];
    }

    private static OutgoingText Read(string toml, bool isDisabled = false)
    {
        var diagnostics = new List<Diagnostic>();
        var table = TomlReader.Read(Encoding.UTF8.GetBytes(toml), "freshet.toml", diagnostics);
        var reader = new OptionsReader(diagnostics, Environment) { IsDisabled = isDisabled };
        var headers = OutgoingHeaders.Read(table.Find("headers")!.Value, reader);
        return new(headers, reader, table, diagnostics);
    }

    private sealed record OutgoingText(
        OutgoingHeaders? Headers,
        OptionsReader Reader,
        TomlTable Table,
        IReadOnlyList<Diagnostic> Diagnostics
    );
}
