using System.Buffers;
using System.Text;
using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Strings;

internal sealed class StartsWith : Function
{
    public override Signature Signature { get; } =
        new(
            "starts_with",
            "String",
            "Tells whether a text starts with another.",
            Kind.Boolean,
            new Parameter("value", Kinds.Bytes, "The text."),
            new Parameter("substring", Kinds.Bytes, "What it may start with."),
            CaseSensitivity.Parameter
        );

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new(
            "Look at the start",
            """starts_with("The Needle In The Haystack", "The Needle")""",
            "true"
        ),
        new("Upper and lower case differ", """starts_with("foobar", "F")""", "false"),
        new(
            "Upper and lower case do not matter",
            """starts_with("The Needle In The Haystack", "the needle", case_sensitive: false)""",
            "true"
        ),
    ];

    protected internal override Value Call(in Arguments arguments)
    {
        var text = arguments[0].Bytes.Span;
        var start = arguments[1].Bytes.Span;
        return start.Length <= text.Length
            && (arguments[2].Boolean ? text.StartsWith(start) : StartsAlike(text, start));
    }

    /// <summary>Compares character by character, each in lower case, up to the end of the shorter; what is no UTF-8 is like nothing.</summary>
    private static bool StartsAlike(ReadOnlySpan<byte> text, ReadOnlySpan<byte> start)
    {
        while (!text.IsEmpty && !start.IsEmpty)
        {
            if (
                Rune.DecodeFromUtf8(text, out var left, out var size) != OperationStatus.Done
                || Rune.DecodeFromUtf8(start, out var right, out var otherSize)
                    != OperationStatus.Done
                || !Alike(left, right)
            )
            {
                return false;
            }
            text = text[size..];
            start = start[otherSize..];
        }
        return true;
    }

    private static bool Alike(Rune left, Rune right)
    {
        if (left == right)
        {
            return true;
        }
        // The lower case of one character may be two: as far as both have one they are compared.
        var (lower, other) = (
            LetterCase.Lower(left.ToString()),
            LetterCase.Lower(right.ToString())
        );
        var length = Math.Min(lower.Length, other.Length);
        return lower.AsSpan(0, length).SequenceEqual(other.AsSpan(0, length));
    }
}
