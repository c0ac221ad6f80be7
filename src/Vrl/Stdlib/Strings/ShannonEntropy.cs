using System.Globalization;
using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Strings;

internal sealed class ShannonEntropy : Function
{
    public override Signature Signature { get; } =
        new(
            "shannon_entropy",
            "String",
            "Gives the Shannon entropy of a text: how many bits each of its pieces carries.",
            Kind.Float,
            new Parameter("value", Kinds.Bytes, "The text."),
            Parameter.Optional(
                "segmentation",
                Kinds.Bytes,
                "byte",
                "What a piece is: a byte, a code point, or what is read as one character."
            ) with
            {
                Variants = ["byte", "codepoint", "grapheme"],
            }
        );

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("Entropy by bytes", """floor(shannon_entropy("vector.dev"), precision: 4)""", "2.9219"),
        new(
            "Entropy by code points",
            """floor(shannon_entropy("ƒoo", segmentation: "codepoint"), precision: 4)""",
            "0.9182"
        ),
        new(
            "Entropy by graphemes",
            """shannon_entropy("👨‍👩‍👧‍👦", segmentation: "grapheme")""",
            "0.0"
        ),
    ];

    protected internal override Value Call(in Arguments arguments) =>
        arguments[1].Text switch
        {
            "codepoint" => OfPieces(arguments[0].Text.EnumerateRunes().Select(static rune => rune)),
            "grapheme" => OfPieces(Graphemes(arguments[0].Text)),
            _ => OfBytes(arguments[0].Bytes.Span),
        };

    private static double OfBytes(ReadOnlySpan<byte> bytes)
    {
        Span<int> counts = stackalloc int[256];
        counts.Clear();
        foreach (var b in bytes)
        {
            counts[b]++;
        }
        var entropy = 0.0;
        foreach (var count in counts)
        {
            entropy -= Bits(count, bytes.Length);
        }
        return entropy;
    }

    private static double OfPieces<T>(IEnumerable<T> pieces)
        where T : notnull
    {
        var counts = new Dictionary<T, int>();
        var total = 0;
        foreach (var piece in pieces)
        {
            counts[piece] = counts.GetValueOrDefault(piece) + 1;
            total++;
        }
        return counts.Values.Aggregate(0.0, (entropy, count) => entropy - Bits(count, total));
    }

    private static double Bits(int count, int total)
    {
        var share = (double)count / total;
        return count == 0 ? 0 : share * Math.Log2(share);
    }

    private static IEnumerable<string> Graphemes(string text)
    {
        var elements = StringInfo.GetTextElementEnumerator(text);
        while (elements.MoveNext())
        {
            yield return elements.GetTextElement();
        }
    }
}
