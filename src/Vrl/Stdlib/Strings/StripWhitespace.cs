using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Strings;

internal sealed class StripWhitespace : Function
{
    public override Signature Signature { get; } =
        new(
            "strip_whitespace",
            "String",
            "Takes white space, as Unicode knows it, away from both ends.",
            Kind.Bytes,
            new Parameter("value", Kinds.Bytes, "The text.")
        );

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("Take spaces away", """strip_whitespace("  A sentence.  ")""", "\"A sentence.\""),
        new("Take line ends away", """strip_whitespace("\n\nfoo bar\n  ")""", "\"foo bar\""),
    ];

    protected internal override Value Call(in Arguments arguments) => arguments[0].Text.Trim();
}
