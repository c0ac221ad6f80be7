using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Strings;

internal sealed class Upcase : Function
{
    public override Signature Signature { get; } =
        new(
            "upcase",
            "String",
            "Turns a text into upper case.",
            Kind.Bytes,
            new Parameter("value", Kinds.Bytes, "The text.")
        );

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("Upper case of a text", """upcase("Hello, World!")""", "\"HELLO, WORLD!\""),
        new("A letter may become two", """upcase("straße")""", "\"STRASSE\""),
    ];

    protected internal override Value Call(in Arguments arguments) =>
        LetterCase.Upper(arguments[0].Bytes);
}
