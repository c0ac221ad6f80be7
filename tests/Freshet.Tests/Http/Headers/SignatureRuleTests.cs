using System.Security.Cryptography;
using System.Text;
using Freshet.Http.Headers;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;
using static Freshet.Tests.Http.Headers.RulesText;

namespace Freshet.Tests.Http.Headers;

public sealed class SignatureRuleTests
{
    private const string GitHubBody = """{"action":"in_progress","workflow_job":{ ... }}""";
    private const string GitHubSignature =
        "sha256=87e3e2d8cd7cb08800390443ccfcf9e287c0c2538467bff9068293ccf98fc264";

    private const string GitHub = """
        headers.X-Hub-Signature-256 = { type = "signature", token = "mySecretToken", signature_prefix = "sha256=" }
        """;

    private const string SvixBody = """{"email":"test@example.com","username":"test_user"}""";
    private const string SvixSignature = "v1,tZ1I4/hDygAJgO5TYxiSd6Sd0kDW6hPenDe+bTa3Kkw=";

    private const string Svix = """
        [[headers]]
        header = "svix-signature"
        [headers.rule]
        type = "signature"
        token = "C2FVsBQIhrscChlQIMV+b5sSYspob7oD"
        token_encoding = "base64"
        signature_prefix = "v1,"
        signature_encoding = "base64"
        signature_on = { headers_then_body = { headers = ["svix-id", "svix-timestamp"], separator = "." } }
        """;

    [Theory]
    [InlineData(GitHubSignature, GitHubBody, 200)]
    [InlineData(GitHubSignature, GitHubBody + " ", 403)]
    [InlineData(
        "sha256=87E3E2D8CD7CB08800390443CCFCF9E287C0C2538467BFF9068293CCF98FC264",
        GitHubBody,
        200
    )]
    [InlineData(
        "sha256=87e3e2d8cd7cb08800390443ccfcf9e287c0c2538467bff9068293ccf98fc265",
        GitHubBody,
        403
    )]
    [InlineData(
        "87e3e2d8cd7cb08800390443ccfcf9e287c0c2538467bff9068293ccf98fc264",
        GitHubBody,
        403
    )]
    [InlineData("sha256=", GitHubBody, 403)]
    [InlineData("sha256=87e3", GitHubBody, 403)]
    [InlineData(GitHubSignature + "00", GitHubBody, 403)]
    [InlineData(
        "sha256=zze3e2d8cd7cb08800390443ccfcf9e287c0c2538467bff9068293ccf98fc264",
        GitHubBody,
        403
    )]
    public void GitHub_signs_the_body_in_hex(string signature, string body, int status) =>
        Good(GitHub)
            .Check(Sent(("X-Hub-Signature-256", signature)), Encoding.UTF8.GetBytes(body))
            .StatusCode.ShouldBe(status);

    [Fact]
    public void A_missing_signature_is_missing() =>
        Good(GitHub).Check(Sent(), Encoding.UTF8.GetBytes(GitHubBody)).StatusCode.ShouldBe(401);

    [Theory]
    [InlineData(SvixSignature, 200)]
    [InlineData("v1,AAAA " + SvixSignature, 200)]
    [InlineData(SvixSignature + " v1a,other", 200)]
    [InlineData("v1,tZ1I4/hDygAJgO5TYxiSd6Sd0kDW6hPenDe+bTa3Kkw", 403)]
    [InlineData("v2,tZ1I4/hDygAJgO5TYxiSd6Sd0kDW6hPenDe+bTa3Kkw=", 403)]
    [InlineData("", 403)]
    public void Svix_signs_headers_and_body_in_base64(string signature, int status) =>
        Good(Svix)
            .Check(
                Sent(
                    ("svix-signature", signature),
                    ("Svix-Id", "msg_27UH4WbU6Z5A5EzD8u03UvzRbpk"),
                    ("Svix-Timestamp", "1649367553")
                ),
                Encoding.UTF8.GetBytes(SvixBody)
            )
            .StatusCode.ShouldBe(status);

    [Fact]
    public void A_signed_header_that_is_absent_is_missing_though_the_rest_is_signed()
    {
        var body = Encoding.UTF8.GetBytes(SvixBody);
        var key = Convert.FromBase64String("C2FVsBQIhrscChlQIMV+b5sSYspob7oD");
        byte[] signed = [.. "1649367553."u8, .. body];
        var signature = Convert.ToBase64String(HMACSHA256.HashData(key, signed));

        var verdict = Good(Svix)
            .Check(
                Sent(("svix-signature", $"v1,{signature}"), ("svix-timestamp", "1649367553")),
                body
            );

        verdict.StatusCode.ShouldBe(401);
        verdict.Header.ShouldBe("svix-id");
    }

    [Fact]
    public void A_signed_header_that_comes_twice_is_wrong() =>
        Good(Svix)
            .Check(
                Sent(
                    ("svix-signature", SvixSignature),
                    ("svix-id", "msg_27UH4WbU6Z5A5EzD8u03UvzRbpk"),
                    ("svix-id", "other"),
                    ("svix-timestamp", "1649367553")
                ),
                Encoding.UTF8.GetBytes(SvixBody)
            )
            .StatusCode.ShouldBe(403);

    [Fact]
    public void A_prefix_may_hold_a_space()
    {
        var signature = Convert.ToHexStringLower(HMACSHA256.HashData("t"u8, "b"u8));
        Good("headers.X = { type = \"signature\", token = \"t\", signature_prefix = \"HMAC \" }")
            .Check(Sent(("X", $"HMAC {signature}")), "b"u8)
            .IsAccepted.ShouldBeTrue();
    }

    [Fact]
    public void Every_signature_by_the_definition_of_HMAC_is_accepted_and_no_other_body_passes() =>
        Prop.ForAll<NonEmptyArray<byte>, byte[], bool>(
                (key, body, isHex) =>
                {
                    var encoding = isHex ? "hex" : "base64";
                    var rules = Good(
                        $$"""
                        headers.X.type = "signature"
                        headers.X.token = "{{Write(key.Get, isHex)}}"
                        headers.X.token_encoding = "{{encoding}}"
                        headers.X.signature_encoding = "{{encoding}}"
                        """
                    );
                    var headers = Sent(("X", Write(HmacByDefinition(key.Get, body), isHex)));
                    return rules.Check(headers, body).StatusCode == 200
                        && rules.Check(headers, [.. body, 0]).StatusCode == 403;
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void No_value_makes_a_rule_throw() =>
        Prop.ForAll<NonNull<string>, byte[]>(
                (value, body) =>
                    Kinds.All(rules => rules.Check(Sent(("X", value.Get)), body).StatusCode == 403)
            )
            .QuickCheckThrowOnFailure();

    private static readonly HeaderRules[] Kinds =
    [
        Good("headers.X = { type = 'signature', token = 't', signature_encoding = 'base64' }"),
        Good("headers.X = { type = 'signature', token = 't', signature_prefix = ' ' }"),
        Good("headers.X = { type = 'matches', pattern = 'never there' }"),
        Good("headers.X = { type = 'equals', value = 'never there', case_sensitive = false }"),
    ];

    private static string Write(byte[] bytes, bool isHex) =>
        isHex ? Convert.ToHexStringLower(bytes) : Convert.ToBase64String(bytes);

    /// <summary>RFC 2104, section 2, word for word.</summary>
    private static byte[] HmacByDefinition(byte[] key, byte[] text)
    {
        const int blockSize = 64;
        var padded = new byte[blockSize];
        (key.Length > blockSize ? SHA256.HashData(key) : key).CopyTo(padded, 0);
        byte[] inner = [.. padded.Select(b => (byte)(b ^ 0x36)), .. text];
        byte[] outer = [.. padded.Select(b => (byte)(b ^ 0x5c)), .. SHA256.HashData(inner)];
        return SHA256.HashData(outer);
    }
}
