using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Parse;

/// <summary><c>parse_tokens</c></summary>
internal sealed class ParseTokens : Function
{
    private static readonly Signature signature = new(
        "parse_tokens",
        "Parse",
        "Takes a text apart into words, texts in quotes and texts in brackets.",
        Kind.ArrayOf(Kind.Bytes),
        new Parameter("value", Kinds.Bytes, "The text.")
    );

    public override Signature Signature => signature;

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new(
            "Quotes and brackets hold tokens together",
            """parse_tokens(s'A sentence "with \"a\" sentence inside" and [some brackets]')""",
            """["A", "sentence", "with \\\"a\\\" sentence inside", "and", "some brackets"]"""
        ),
        new(
            "A dash is null",
            """parse_tokens(s'217.250.207.207 - [07/Sep/2020:16:38:00 -0400] ""')""",
            """["217.250.207.207", null, "07/Sep/2020:16:38:00 -0400", null]"""
        ),
        new(
            "What does not close is one token to the end",
            """parse_tokens(s'foo "bar baz')""",
            """["foo", "\"bar baz"]"""
        ),
    ];

    protected internal override Value Call(in Arguments arguments)
    {
        var rest = arguments[0].Text.AsSpan();
        var tokens = new VrlArray();
        while (!rest.IsEmpty)
        {
            var token = Read(ref rest);
            tokens.AddOwned(token is "" or "-" ? Value.Null : Value.From(token.ToString()));
            rest = rest.TrimStart(" \t");
        }
        return Value.From(tokens);
    }

    private static ReadOnlySpan<char> Read(ref ReadOnlySpan<char> rest)
    {
        var text = rest;
        var close = text[0] switch
        {
            '[' => ']',
            '"' => '"',
            _ => '\0',
        };
        var length = close == '\0' ? text.IndexOfAny(" \t[\"") : ClosedLength(text, close);
        if (close != '\0' && length > 0)
        {
            rest = text[length..];
            return text[1..(length - 1)];
        }
        if (close == '\0' && length > 0)
        {
            rest = text[length..];
            return text[..length];
        }
        // The last word; or what does not close, or begins with a blank: all of it is one token.
        rest = [];
        return text;
    }

    /// <summary>The length with both ends; 0 where it does not close, or a backslash stands before anything but a backslash and the end.</summary>
    private static int ClosedLength(ReadOnlySpan<char> text, char close)
    {
        for (var i = 1; i < text.Length; i++)
        {
            if (text[i] == close)
            {
                return i + 1;
            }
            if (text[i] == '\\' && (++i == text.Length || (text[i] != close && text[i] != '\\')))
            {
                return 0;
            }
        }
        return 0;
    }
}
