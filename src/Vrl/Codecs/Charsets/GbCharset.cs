using System.Collections.Frozen;
using System.Text;

namespace Freshet.Vrl.Codecs.Charsets;

/// <summary>GB 18030, and GBK, which decodes as it does: two bytes for a character, or four, of which the second and fourth are digits.</summary>
/// <param name="encodePage">The code page to encode with: GBK's has no four bytes.</param>
internal sealed class GbCharset(int encodePage)
    : MultibyteCharset(FrameworkCharset.DecodingPage(54936), FrameworkCharset.Page(encodePage))
{
    /// <summary>Characters of private use in the framework's table, each with the one that has been assigned since.</summary>
    private static readonly FrozenDictionary<string, string> assigned = (
        "\uE5E5\u3000 \uE78D\uFE10 \uE78E\uFE12 \uE78F\uFE11 \uE790\uFE13 \uE791\uFE14 \uE792\uFE15 \uE793\uFE16 \uE794\uFE17 \uE795\uFE18 "
        + "\uE7C7\u1E3F \uE796\uFE19 \uE81E\u9FB4 \uE826\u9FB5 \uE82B\u9FB6 \uE82C\u9FB7 \uE832\u9FB8 \uE843\u9FB9 \uE854\u9FBA \uE864\u9FBB"
    )
        .Split(' ')
        .ToFrozenDictionary(pair => pair[..1], pair => pair[1..], StringComparer.Ordinal);

    protected override bool HasPrivateUse => true;

    protected override string Correct(string character) =>
        assigned.GetValueOrDefault(character, character);

    protected override int Take(ReadOnlySpan<byte> data, StringBuilder text)
    {
        switch (data)
        {
            case [0x80, ..]:
                text.Append('€');
                return 1;
            case [0xFF, ..]:
                return TakeUnknown(1, text);
            case [
                _,
                >= (byte)'0'
                and <= (byte)'9',
                >= 0x81
                and <= 0xFE,
                >= (byte)'0'
                and <= (byte)'9',
                ..,
            ]:
                TakeCharacter(data[..4], text);
                return 4;
            // The data ends within a character.
            case [_]
            or [_, >= (byte)'0' and <= (byte)'9']
            or [_, >= (byte)'0' and <= (byte)'9', >= 0x81 and <= 0xFE]:
                return TakeUnknown(data.Length, text);
            case [_, (>= 0x40 and <= 0x7E) or (>= 0x80 and <= 0xFE), ..]:
                return TakeCharacter(data[..2], text);
            default:
                return TakeUnknown(data[1] < 0x80 ? 1 : 2, text);
        }
    }
}
