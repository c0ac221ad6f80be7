using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Freshet.Tests.Events;

/// <summary>Generators of JSON as it may arrive: with white space, escapes, and numbers of every form.</summary>
internal static class JsonTexts
{
    private static readonly Gen<string> White = Gen.Elements("", "", "", " ", "\n\t", "\r\n", "  ");

    private static readonly Gen<string> Pieces = Gen.Elements(
        "a",
        "Z",
        "0",
        " ",
        "/",
        "'",
        "é",
        "€",
        "😀",
        "\u2028",
        "\u007f",
        "\\n",
        "\\u000a",
        "\\u0000",
        "\\u00e9",
        "\\ud83d\\ude00",
        "\\\"",
        "\\\\",
        "\\/",
        "{",
        "]",
        ":",
        ","
    );

    private static readonly Gen<string> Scalars = Gen.OneOf(
        Gen.Elements(
            "null",
            "true",
            "false",
            "0",
            "-0",
            "1e400",
            "1E-7",
            "1.50",
            "-2e+3",
            "12345678901234567890123",
            "0.1"
        ),
        Gen.Choose(int.MinValue, int.MaxValue).Select(n => $"{n}"),
        Text()
    );

    public static Gen<string> Text() =>
        Pieces.ListOf(4).Select(pieces => $"\"{string.Concat(pieces)}\"");

    /// <summary>A JSON text.</summary>
    public static Gen<string> Value(int depth = 3) =>
        depth == 0
            ? Scalars
            : Gen.Frequency(
                (1, Scalars),
                (
                    2,
                    from items in Padded(Value(depth - 1)).ListOf(3)
                    from white in White
                    select $"[{white}{string.Join(',', items)}]"
                ),
                (3, Object(depth))
            );

    /// <summary>An event, or something that is nearly one.</summary>
    public static Gen<string> NearlyEvent()
    {
        var member = Gen.OneOf(
            Scalars,
            Gen.Elements(
                "\"\"",
                "\"0\"",
                "\"x\"",
                "\"dev.cdevents.build.started.0.2.0\"",
                "\"2026-01-31T12:00:00Z\"",
                "\"1.0\"",
                "{}"
            )
        );
        var flat = Members(
            ["id", "type", "source", "timestamp", "time", "specversion", "data"],
            member
        );
        return from outer in flat
            from inner in flat
            from subject in Value(2)
            from mixed in Gen.Choose(0, 2)
            select mixed switch
            {
                0 => $"{{{outer}}}",
                1 => $"{{\"context\":{{{inner}}},\"subject\":{subject}}}",
                _ => $"{{{outer}{(outer.Length > 0 ? "," : "")}\"context\": {{{inner}}}}}",
            };
    }

    /// <summary>The text, sometimes damaged by one byte.</summary>
    public static Gen<byte[]> Damaged(Gen<string> texts) =>
        from text in texts
        from at in Gen.Choose(0, 10_000)
        from with in Gen.Elements<byte>(
            (byte)'"',
            (byte)'{',
            (byte)']',
            (byte)',',
            0x00,
            0x0A,
            0x80,
            0xC3,
            0xED,
            0xFF,
            (byte)'\\',
            (byte)'1',
            (byte)'u'
        )
        from how in Gen.Choose(0, 3)
        select Damage(Encoding.UTF8.GetBytes(text), at, with, how);

    private static byte[] Damage(byte[] text, int at, byte with, int how)
    {
        at %= text.Length;
        return how switch
        {
            0 => text,
            1 => [.. text[..at], .. text[(at + 1)..]],
            2 => [.. text[..at], with, .. text[(at + 1)..]],
            _ => [.. text[..at], with, .. text[at..]],
        };
    }

    private static Gen<string> Object(int depth) =>
        from values in Padded(Value(depth - 1)).ListOf(3)
        from names in Text().ListOf(3)
        from white in White
        // The number keeps names apart.
        select $"{{{white}{string.Join(',', values.Select((value, i) => $"\"{i}{names[i][1..]}{white}:{value}"))}}}";

    private static Gen<string> Padded(Gen<string> values) =>
        from before in White
        from value in values
        from after in White
        select before + value + after;

    private static Gen<string> Members(string[] names, Gen<string> values) =>
        from all in values.ListOf(names.Length)
        from used in Gen.Elements(true, true, false).ListOf(names.Length)
        select string.Join(
            ',',
            names.Select((name, i) => $"\"{name}\": {all[i]}").Where((_, i) => used[i])
        );
}
