using Freshet.Vrl.Stdlib.Codec;
using Freshet.Vrl.Values;
using Shouldly;
using Xunit;

namespace Vrl.Tests.Stdlib.Codec;

public sealed class Base64Tests
{
    /// <summary>RFC 4648, 10.</summary>
    [Theory]
    [InlineData("", "")]
    [InlineData("f", "Zg==")]
    [InlineData("fo", "Zm8=")]
    [InlineData("foo", "Zm9v")]
    [InlineData("foob", "Zm9vYg==")]
    [InlineData("fooba", "Zm9vYmE=")]
    [InlineData("foobar", "Zm9vYmFy")]
    public void The_vectors_of_its_standard_hold(string text, string encoded)
    {
        FunctionRunner.Call(new EncodeBase64(), ("value", text)).ShouldBe(Value.From(encoded));
        FunctionRunner.Call(new DecodeBase64(), ("value", encoded)).ShouldBe(Value.From(text));
        FunctionRunner
            .Call(new DecodeBase64(), ("value", encoded.TrimEnd('=')))
            .ShouldBe(Value.From(text));
    }

    [Theory]
    [InlineData("a")]
    [InlineData("abcde")]
    [InlineData("aGVs bG8")]
    [InlineData("aGVsbG8\n")]
    [InlineData("aGVsbG9=")]
    [InlineData("YQ=a")]
    [InlineData("=")]
    [InlineData("-_-_")]
    public void What_is_no_Base64_is_refused(string text) =>
        FunctionRunner
            .Call(new DecodeBase64(), ("value", text))
            .Failure.Message.ShouldBe("unable to decode value from base64");

    [Fact]
    public void An_unknown_alphabet_fails_when_the_program_runs()
    {
        FunctionRunner
            .Call(new EncodeBase64(), ("value", "a"), ("charset", "foo"))
            .Failure.Message.ShouldBe("unknown charset");
        FunctionRunner
            .Call(new DecodeBase64(), ("value", "a"), ("charset", "foo"))
            .Failure.Message.ShouldBe("unknown charset");
    }
}
