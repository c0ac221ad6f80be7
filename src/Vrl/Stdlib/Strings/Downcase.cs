using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Strings;

internal sealed class Downcase : Function
{
    public override Signature Signature { get; } =
        new(
            "downcase",
            "String",
            "Turns a text into lower case.",
            Kind.Bytes,
            new Parameter("value", Kinds.Bytes, "The text.")
        );

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("Lower case of a text", """downcase("Hello, World!")""", "\"hello, world!\""),
        new("A sigma that ends a word has a form of its own", """downcase("ΟΔΟΣ")""", "\"οδος\""),
    ];

    protected internal override Value Call(in Arguments arguments) =>
        LetterCase.Lower(arguments[0].Bytes);
}
