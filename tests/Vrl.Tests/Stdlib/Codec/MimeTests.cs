using Freshet.Vrl.Stdlib.Codec;
using Freshet.Vrl.Values;
using Shouldly;
using Xunit;

namespace Vrl.Tests.Stdlib.Codec;

public sealed class MimeTests
{
    /// <summary>The results are the reference's.</summary>
    [Theory]
    [InlineData("=?utf-8?q?é=zz=4?=", "=zz=4")]
    [InlineData("=?utf-8?q?a=?=", "a")]
    [InlineData("=?utf-8?q?a=e9b?=", "a\uFFFDb")]
    [InlineData("=?utf-8?q?=C3=A9 x_y  ?= z", "é x y   z")]
    [InlineData("=?utf-8?q?a\nb\r\nc=\nd?=", "a\r\nb\r\ncd")]
    [InlineData("=?utf-8?q?a \n?=", "a \n")]
    [InlineData("=?utf-16?b?aABpAA==?=", "hi")]
    [InlineData("=? utf-8 ?q?a?=", "a")]
    [InlineData("=?UTF-8?q?a?==?UTF-8?q?b?=", "ab")]
    [InlineData("=?UTF-8?q?a?= =?UTF-8?q?b?=", "a b")]
    [InlineData("?q?a=20b?=x", "a b?=x")]
    [InlineData("utf-8?q?a=20b", "a b")]
    [InlineData("a?b?c", "a?b?c")]
    [InlineData("=??q?a?=", "a")]
    [InlineData("=?utf-8?b??=", "")]
    [InlineData("=?utf-8?q?=EF=BB=BFa?=", "\uFEFFa")]
    [InlineData("a=?utf-8?q?b?=c=?utf-8?q?d", "abc=?utf-8?q?d")]
    [InlineData("Is =? equal or not?", "Is =? equal or not?")]
    [InlineData("", "")]
    public void Words_are_decoded(string text, string decoded) =>
        FunctionRunner.Call(new DecodeMimeQ(), ("value", text)).ShouldBe(Value.From(decoded));

    [Theory]
    [InlineData("=?utf-8?b?@@?=", "Unable to decode base64 value")]
    [InlineData("=?utf-8?b?SGVsbG8?=", "Unable to decode base64 value")]
    [InlineData("=?replacement?q?a?=", "Unable to decode \"replacement\" value")]
    [InlineData("=?utf-8?x?a?=", "Invalid encoding: \"x\"")]
    public void What_is_wrong_with_a_word_is_told(string text, string why) =>
        FunctionRunner.Call(new DecodeMimeQ(), ("value", text)).Failure.Message.ShouldBe(why);
}
