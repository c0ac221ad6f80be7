using System.Buffers;
using System.Globalization;
using System.Text;
using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Codec;

internal sealed class EncodePercent : Function
{
    public override Signature Signature { get; } =
        new(
            "encode_percent",
            "Codec",
            "Encodes characters as their bytes with percent signs; all that are not ASCII, and those of a set.",
            Kind.Bytes,
            new Parameter("value", Kinds.Bytes, "The text to encode."),
            Parameter.Optional(
                "ascii_set",
                Kinds.Bytes,
                NonAlphanumeric,
                "The characters of ASCII to encode; mostly sets of the URL Standard."
            ) with
            {
                Form = ArgumentForm.Static,
                Variants =
                [
                    NonAlphanumeric,
                    "CONTROLS",
                    "FRAGMENT",
                    "QUERY",
                    "SPECIAL",
                    "PATH",
                    "USERINFO",
                    "COMPONENT",
                    "WWW_FORM_URLENCODED",
                ],
            }
        );

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new(
            "All but letters and digits are encoded",
            """encode_percent("foo bar?")""",
            "\"foo%20bar%3F\""
        ),
        new(
            "CONTROLS: control characters",
            """encode_percent("a b\tc", ascii_set: "CONTROLS")""",
            "\"a b%09c\""
        ),
        new(
            "FRAGMENT: what a fragment must not have",
            """encode_percent(s'foo <>" `bar', ascii_set: "FRAGMENT")""",
            "\"foo%20%3C%3E%22%20%60bar\""
        ),
        new(
            "QUERY: what a query must not have",
            """encode_percent(s'foo #"<>bar', ascii_set: "QUERY")""",
            "\"foo%20%23%22%3C%3Ebar\""
        ),
        new(
            "SPECIAL: what a query of http must not have",
            """encode_percent("foo <'>bar", ascii_set: "SPECIAL")""",
            "\"foo%20%3C%27%3Ebar\""
        ),
        new(
            "PATH: what a path must not have",
            """encode_percent(s'foo #?`{}bar', ascii_set: "PATH")""",
            "\"foo%20%23%3F%60%7B%7Dbar\""
        ),
        new(
            "USERINFO: what a user name must not have",
            """encode_percent(s'me@host:/;=[]^|', ascii_set: "USERINFO")""",
            "\"me%40host%3A%2F%3B%3D%5B%5D%5E%7C\""
        ),
        new(
            "COMPONENT: as encodeURIComponent",
            """encode_percent("a=b&c+d,100%$", ascii_set: "COMPONENT")""",
            "\"a%3Db%26c%2Bd%2C100%25%24\""
        ),
        new(
            "WWW_FORM_URLENCODED: what a form must not have",
            """encode_percent("(a!~)", ascii_set: "WWW_FORM_URLENCODED")""",
            "\"%28a%21%7E%29\""
        ),
    ];

    private const string NonAlphanumeric = "NON_ALPHANUMERIC";

    protected internal override object? Prepare(CallSite call) =>
        call.ConstantOf("ascii_set") is { IsBytes: true } set ? SetOf(set.Text) : null;

    /// <summary>The bytes to encode: control characters, what is beyond ASCII, and those of the set.</summary>
    private static SearchValues<byte> SetOf(string name)
    {
        var characters = name switch
        {
            "FRAGMENT" => " \"<>`",
            "QUERY" => " \"#<>",
            "SPECIAL" => " \"#<>'",
            "PATH" => " \"#<>?`{}",
            "USERINFO" => " \"#<>?`{}/:;=@[\\]^|",
            "COMPONENT" => " \"#<>?`{}/:;=@[\\]^|$%&+,",
            "WWW_FORM_URLENCODED" => " \"#<>?`{}/:;=@[\\]^|$%&+,!'()~",
            _ => "",
        };
        return SearchValues.Create([
            .. Enumerable
                .Range(0, 256)
                .Where(one =>
                    one is < 32 or >= 127
                    || characters.Contains((char)one, StringComparison.Ordinal)
                    || (name == NonAlphanumeric && !char.IsAsciiLetterOrDigit((char)one))
                )
                .Select(one => (byte)one),
        ]);
    }

    protected internal override Value Call(in Arguments arguments)
    {
        var set = (SearchValues<byte>)(arguments.Prepared ?? SetOf(arguments[1].Text));
        var text = arguments[0].Text;
        var encoded = new StringBuilder(text.Length);
        foreach (var one in Encoding.UTF8.GetBytes(text))
        {
            if (set.Contains(one))
            {
                encoded.Append('%').Append(one.ToString("X2", CultureInfo.InvariantCulture));
            }
            else
            {
                encoded.Append((char)one);
            }
        }
        return encoded.ToString();
    }
}
