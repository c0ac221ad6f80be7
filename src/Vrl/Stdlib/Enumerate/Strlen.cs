using System.Text;
using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Enumerate;

internal sealed class Strlen : Function
{
    private static readonly Signature Declared = new(
        "strlen",
        "Enumerate",
        "How many characters (code points) a string has. Bytes that are no UTF-8 count as the U+FFFD that they are shown as.",
        Kind.Integer,
        new Parameter("value", Kinds.Bytes, "The string.")
    );

    public override Signature Signature => Declared;

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("Characters, not bytes.", """strlen("ñandú")""", "5"),
        new("A character beyond U+FFFF is one.", """strlen("a🌊")""", "2"),
    ];

    protected internal override Value Call(in Arguments arguments)
    {
        var rest = arguments[0].Bytes.Span;
        var count = 0L;
        while (!rest.IsEmpty)
        {
            _ = Rune.DecodeFromUtf8(rest, out _, out var consumed);
            rest = rest[consumed..];
            count++;
        }
        return count;
    }
}
