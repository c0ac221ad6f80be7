using Freshet.Vrl.Codecs.Charsets;
using Freshet.Vrl.Stdlib.Codec;
using Freshet.Vrl.Values;
using Shouldly;
using Xunit;

namespace Vrl.Tests.Stdlib.Codec;

public sealed class CharsetTests
{
    [Theory]
    [InlineData("latin1", "E9", "é")]
    [InlineData("iso-8859-7", "A1A2A4AA", "‘’€ͺ")]
    [InlineData("iso-8859-8", "AFE0", "\u00AFא")]
    [InlineData("iso-8859-10", "A1FF", "Ąĸ")]
    [InlineData("iso-8859-14", "A1FE", "Ḃŷ")]
    [InlineData("iso-8859-15", "A4", "€")]
    [InlineData("iso-8859-16", "A4AA", "€Ș")]
    [InlineData("koi8-u", "A4AE", "єў")]
    [InlineData("macintosh", "BDF0", "Ω\uF8FF")]
    [InlineData("x-mac-cyrillic", "A2FF", "Ґ€")]
    [InlineData("windows-1251", "CFF0E8E2E5F2", "Привет")]
    [InlineData("x-user-defined", "80FF", "\uF780\uF7FF")]
    [InlineData("shift_jis", "93FA967B8CEA", "日本語")]
    [InlineData("iso-2022-jp", "1B2442467C4B5C386C1B284261", "日本語a")]
    [InlineData("big5", "A4A4A4E5", "中文")]
    [InlineData("gb18030", "C8D59439FC36", "日😀")]
    public void A_charset_decodes_and_encodes(string label, string hex, string text)
    {
        var data = Value.From(Convert.FromHexString(hex));
        FunctionRunner
            .Call(new DecodeCharset(), ("value", data), ("from_charset", label))
            .ShouldBe(Value.From(text));
        FunctionRunner
            .Call(new EncodeCharset(), ("value", text), ("to_charset", label))
            .ShouldBe(data);
    }

    [Theory]
    [InlineData("latin1", "E9802623313238353132 3B", "é€😀")]
    [InlineData("iso-2022-jp", "1B2442467C4B5C386C1B28422623323333 3B", "日本語é")]
    [InlineData("x-user-defined", "262332363038353B", "日")]
    [InlineData("big5", "A4E926233132383531323B", "日😀")]
    [InlineData("utf-16le", "6869", "hi")]
    [InlineData("replacement", "6869", "hi")]
    public void What_a_charset_has_not_is_referred_to(string label, string hex, string text) =>
        FunctionRunner
            .Call(new EncodeCharset(), ("value", text), ("to_charset", label))
            .ShouldBe(
                Value.From(Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)))
            );

    [Theory]
    [InlineData("euc-kr", "EFBBBF61", "a")]
    [InlineData("utf-8", "FFFE6100", "a")]
    [InlineData("utf-8", "FEFF0061", "a")]
    [InlineData(" UTF8 ", "61", "a")]
    [InlineData("hz-gb-2312", "61", "\uFFFD")]
    [InlineData("utf-8", "C3", "\uFFFD")]
    public void A_mark_names_the_encoding(string label, string hex, string text) =>
        FunctionRunner
            .Call(
                new DecodeCharset(),
                ("value", Value.From(Convert.FromHexString(hex))),
                ("from_charset", label)
            )
            .ShouldBe(Value.From(text));

    [Theory]
    [InlineData("shift_jis", "93FA8131", "日\uFFFD1")]
    [InlineData("shift_jis", "80A0B1FD", "\u0080\uFFFDｱ\uFFFD")]
    [InlineData("shift_jis", "81458790EEEFF040", "・≒ⅰ\uE000")]
    [InlineData("shift_jis", "81FFEFFC41", "\uFFFD\uFFFDA")]
    [InlineData("big5", "A4A481", "中\uFFFD")]
    [InlineData("big5", "A4A4FF8140", "中\uFFFD\uFFFD@")]
    [InlineData("euc-kr", "C7D1FE7F", "한\uFFFD\u007F")]
    [InlineData("euc-jp", "A1A68FB0A18EB1A9A1", "・丂ｱ\uFFFD")]
    [InlineData("euc-jp", "8FF3A1618FB0618EE08E", "\uFFFDa\uFFFDa\uFFFD\uFFFD")]
    [InlineData("euc-jp", "8FA2B78FA2F1", "～№")]
    [InlineData("gbk", "D6D0A6D980FF", "中︐€\uFFFD")]
    [InlineData("gb18030", "9439FC3681308130E3329A36", "😀\u0080\uFFFD")]
    [InlineData("gb18030", "8130418131", "\uFFFD0A\uFFFD")]
    [InlineData("iso-2022-jp", "1B2442467C1B2842E95C", "日\uFFFD\\")]
    [InlineData("iso-2022-jp", "1B284A5C7E1B284931601B2842", "¥‾ｱ\uFFFD")]
    [InlineData("iso-2022-jp", "1B24421B284261", "\uFFFDa")]
    [InlineData("iso-2022-jp", "1B2442461B2842611B2844", "\uFFFDa\uFFFD(D")]
    [InlineData("iso-8859-8", "FDFE", "\u200E\u200F")]
    public void Bytes_are_read_as_the_standard_says(string label, string hex, string text) =>
        FunctionRunner
            .Call(
                new DecodeCharset(),
                ("value", Value.From(Convert.FromHexString(hex))),
                ("from_charset", label)
            )
            .ShouldBe(Value.From(text));

    [Fact]
    public void Every_charset_takes_any_bytes_and_any_text()
    {
        var data = Codecs.Samples.Noise(2000);
        foreach (
            var label in (string[])
                [
                    "utf-8",
                    "866",
                    "l2",
                    "l3",
                    "l4",
                    "cyrillic",
                    "arabic",
                    "greek",
                    "hebrew",
                    "l6",
                    "iso-8859-13",
                    "iso-8859-14",
                    "l9",
                    "iso-8859-16",
                    "koi8-r",
                    "koi8-u",
                    "mac",
                    "windows-874",
                    "cp1250",
                    "cp1251",
                    "cp1252",
                    "cp1253",
                    "cp1254",
                    "cp1255",
                    "cp1256",
                    "cp1257",
                    "cp1258",
                    "x-mac-cyrillic",
                    "gbk",
                    "gb18030",
                    "big5",
                    "euc-jp",
                    "iso-2022-jp",
                    "sjis",
                    "euc-kr",
                    "replacement",
                    "utf-16be",
                    "utf-16le",
                    "x-user-defined",
                ]
        )
        {
            Charset.TryGet(label, out var charset).ShouldBeTrue(label);
            charset.Encode(charset.Decode(data)).ShouldNotBeEmpty();
            charset.Encode("\uD800é😀").ShouldNotBeEmpty();
        }
    }
}
