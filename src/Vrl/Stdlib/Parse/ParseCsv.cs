using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Parse;

/// <summary><c>parse_csv</c></summary>
internal sealed class ParseCsv : Function
{
    private static readonly Signature signature = new(
        "parse_csv",
        "Parse",
        "Reads the first row of a text of values separated by commas.",
        new TypeDef(Kind.ArrayOf(Kind.Bytes)).Fallible(),
        new Parameter("value", Kinds.Bytes, "The text."),
        Parameter.Optional("delimiter", Kinds.Bytes, ",", "What separates values, one byte.")
    );

    public override Signature Signature => signature;

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new(
            "A row is read",
            "parse_csv!(s'foo,bar,\"foo \"\", bar\"')",
            """["foo", "bar", "foo \", bar"]"""
        ),
        new(
            "The delimiter is given",
            """parse_csv!("foo bar", delimiter: " ")""",
            """["foo", "bar"]"""
        ),
        new("Rows beyond the first do not count", """parse_csv!("a,b\nc,d")""", """["a", "b"]"""),
        new("There is no row", """parse_csv!("")""", "[]"),
        new(
            "The delimiter is too long",
            """parse_csv!("foo bar", delimiter: ",,")""",
            Result: null,
            "delimiter must be a single character"
        ),
    ];

    protected internal override Value Call(in Arguments arguments)
    {
        var delimiter = arguments[1].Bytes.Span;
        if (delimiter.Length != 1)
        {
            return Value.Fail("delimiter must be a single character");
        }
        var text = arguments[0].Bytes.Span;
        if (text.StartsWith("\uFEFF"u8))
        {
            text = text[3..];
        }
        while (!text.IsEmpty && text[0] is (byte)'\n' or (byte)'\r')
        {
            text = text[1..];
        }
        var row = new VrlArray();
        var isEnd = text.IsEmpty;
        while (!isEnd)
        {
            row.AddOwned(ReadValue(ref text, delimiter[0], out isEnd));
        }
        return Value.From(row);
    }

    /// <summary>Reads a value and what ends it. Quotes stand at a value's beginning; what follows the closing one belongs to the value.</summary>
    private static Value ReadValue(ref ReadOnlySpan<byte> text, byte delimiter, out bool isEnd)
    {
        var value = new List<byte>();
        if (!text.IsEmpty && text[0] == '"')
        {
            text = text[1..];
            while (!text.IsEmpty)
            {
                var quote = text.IndexOf((byte)'"');
                value.AddRange(quote < 0 ? text : text[..quote]);
                text = quote < 0 ? [] : text[(quote + 1)..];
                if (text.IsEmpty || text[0] != '"')
                {
                    break;
                }
                value.Add((byte)'"');
                text = text[1..];
            }
        }
        var end = text.IndexOfAny(delimiter, (byte)'\n', (byte)'\r');
        value.AddRange(end < 0 ? text : text[..end]);
        isEnd = end < 0 || text[end] != delimiter;
        text = end < 0 ? [] : text[(end + 1)..];
        return Value.From((ReadOnlyMemory<byte>)value.ToArray());
    }
}
