using System.Text;
using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Strings;

internal sealed class Find : Function
{
    public override Signature Signature { get; } =
        new(
            "find",
            "String",
            "Gives the place of a pattern in a text, in bytes from its start; null where it is not there.",
            Kind.Of(Kinds.Integer | Kinds.Null),
            new Parameter("value", Kinds.Bytes, "The text."),
            new Parameter("pattern", Kinds.Bytes | Kinds.Regex, "What is looked for."),
            Parameter.Optional("from", Kinds.Integer, 0, "The byte to start at.")
        );

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("Find a text", """find("foobar", "bar")""", "3"),
        new("Find a regular expression", """find("foobar", r'b.r')""", "3"),
        new("What is not there has no place", """find("foobar", "baz")""", "null"),
        new("Find the next one", """find("foobarfoobarfoo", "bar", 4)""", "9"),
        new("Places are bytes, not characters", """find("föobar", "bar")""", "4"),
    ];

    protected internal override Value Call(in Arguments arguments)
    {
        var text = arguments[0].Bytes.Span;
        if (arguments[2].Integer < 0 || arguments[2].Integer > text.Length)
        {
            return Value.Null;
        }
        var from = (int)arguments[2].Integer;
        if (arguments[1].IsRegex)
        {
            return FindRegex(arguments[0].Text, arguments[1].Regex, from);
        }
        var at = text[from..].IndexOf(arguments[1].Bytes.Span);
        return at < 0 ? Value.Null : from + at;
    }

    private static Value FindRegex(string text, VrlRegex regex, int fromByte)
    {
        var from = 0;
        for (var bytes = 0; bytes < fromByte && from < text.Length; )
        {
            _ = Rune.TryGetRuneAt(text, from, out var rune);
            from += rune.Utf16SequenceLength;
            bytes += rune.Utf8SequenceLength;
        }
        return regex.Match(text, from) is { Success: true } match
            ? Encoding.UTF8.GetByteCount(text.AsSpan(0, match.Index))
            : Value.Null;
    }
}
