using System.Text;
using Freshet.Sinks.Sse.Sessions;
using Freshet.Tests.Http.Headers;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Sinks.Sse.Sessions;

public sealed class SessionSealTests
{
    private const string Rules = """headers.X = { type = "equals", value = "secret" }""";

    private static readonly byte[] Secret = Enumerable.Repeat((byte)7, 32).ToArray();
    private static readonly DateTimeOffset End = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private readonly SessionSeal seal = NewSeal();

    [Fact]
    public void What_was_made_tells_its_end_to_the_second()
    {
        seal.TryRead(seal.Make(End.AddMilliseconds(999)), out var expires).ShouldBeTrue();
        expires.ShouldBe(End);
    }

    [Fact]
    public void Another_process_with_the_same_secret_makes_the_same() =>
        NewSeal().Make(End).ShouldBe(seal.Make(End));

    [Fact]
    public void Any_altered_byte_is_refused()
    {
        var made = Encoding.ASCII.GetBytes(seal.Make(End));
        Prop.ForAll(
                Gen.Choose(0, made.Length - 1).ToArbitrary(),
                Gen.Choose(1, 255).ToArbitrary(),
                (at, change) =>
                {
                    var altered = (byte[])made.Clone();
                    altered[at] ^= (byte)change;
                    return !seal.TryRead(Encoding.Latin1.GetString(altered), out _);
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(20_000));
    }

    [Fact]
    public void Any_text_left_out_put_in_or_exchanged_is_refused()
    {
        var made = seal.Make(End);
        var letters = Gen.Elements("0123456789.-_=+/ abcXYZ\0é".ToCharArray());
        Prop.ForAll(
                Gen.Choose(0, made.Length).ToArbitrary(),
                Gen.Choose(0, 3).ToArbitrary(),
                Gen.ArrayOf(letters).ToArbitrary(),
                (at, gone, put) =>
                {
                    var end = Math.Min(at + gone, made.Length);
                    var text = $"{made[..at]}{new string(put)}{made[end..]}";
                    return text == made || !seal.TryRead(text, out _);
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(5_000));
    }

    [Fact]
    public void No_text_at_all_is_taken() =>
        Prop.ForAll<string>(text => !seal.TryRead(text ?? "", out _))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("1")]
    [InlineData("-1.")]
    [InlineData("99999999999999.")]
    [InlineData("99999999999999999999999.")]
    public void What_is_no_session_is_refused(string text) =>
        seal.TryRead(text, out _).ShouldBeFalse();

    [Fact]
    public void An_end_cannot_be_put_off_nor_written_in_another_way()
    {
        var made = seal.Make(End);
        var mac = made[made.IndexOf('.')..];

        seal.TryRead($"{End.AddSeconds(1).ToUnixTimeSeconds()}{mac}", out _).ShouldBeFalse();
        seal.TryRead($"0{made}", out _).ShouldBeFalse();
        seal.TryRead($"+{made}", out _).ShouldBeFalse();
        seal.TryRead($" {made}", out _).ShouldBeFalse();
        seal.TryRead($"{made}=", out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData("""headers.X = { type = "equals", value = "secret2" }""")]
    [InlineData("""headers.Y = { type = "equals", value = "secret" }""")]
    [InlineData("""headers.X = { type = "equals", value = "secret", prefix = "Bearer " }""")]
    [InlineData("""headers.X = { type = "equals", value = "secret", case_sensitive = false }""")]
    [InlineData("""headers.X = { type = "exists" }""")]
    [InlineData("""headers.X = { type = "matches", pattern = "secret" }""")]
    [InlineData("""headers.X = { type = "secret", value = "TOKEN" }""")]
    [InlineData("""headers.X = { type = "signature", token = "secret" }""")]
    [InlineData(
        """headers = { X = { type = "equals", value = "secret" }, Y = { type = "exists" } }"""
    )]
    public void A_session_ends_with_the_rules_that_it_was_made_for(string others) =>
        NewSeal(rules: others).TryRead(seal.Make(End), out _).ShouldBeFalse();

    [Fact]
    public void A_session_ends_with_the_secret_of_a_rule_that_the_environment_holds()
    {
        const string rules = """headers.X = { type = "secret", value = "TOKEN" }""";
        var made = NewSeal(rules: rules, token: "old").Make(End);

        NewSeal(rules: rules, token: "old").TryRead(made, out _).ShouldBeTrue();
        NewSeal(rules: rules, token: "new").TryRead(made, out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData("""signature_prefix = "b" """)]
    [InlineData("""token_encoding = "base64" """)]
    [InlineData("""signature_encoding = "base64" """)]
    [InlineData("""signature_on = { headers_then_body = { headers = ["a"], separator = "." } }""")]
    public void A_session_ends_with_what_a_signature_is_made_of(string other)
    {
        const string begin = """headers.X = { type = "signature", token = "c2VjcmV0" """;
        var made = NewSeal(rules: $"{begin}}}").Make(End);

        NewSeal(rules: $"{begin}, {other} }}").TryRead(made, out _).ShouldBeFalse();
    }

    [Fact]
    public void How_a_header_is_written_makes_no_difference() =>
        NewSeal(rules: Rules.Replace('X', 'x')).TryRead(seal.Make(End), out _).ShouldBeTrue();

    [Fact]
    public void A_session_of_another_endpoint_or_secret_is_refused()
    {
        NewSeal(path: "/sse/other").TryRead(seal.Make(End), out _).ShouldBeFalse();
        NewSeal(secret: new byte[32]).TryRead(seal.Make(End), out _).ShouldBeFalse();
    }

    private static SessionSeal NewSeal(
        byte[]? secret = null,
        string path = "/sse/events",
        string rules = Rules,
        string token = "token"
    ) => new(secret ?? Secret, path, RulesText.Good(rules, _ => token));
}
