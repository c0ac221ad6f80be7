using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Strings;

internal sealed class Match : Function
{
    public override Signature Signature { get; } =
        new(
            "match",
            "String",
            "Tells whether a regular expression matches anywhere in a text.",
            Kind.Boolean,
            new Parameter("value", Kinds.Bytes, "The text."),
            new Parameter("pattern", Kinds.Regex, "The regular expression.")
        );

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("It matches", """match("I'm a little teapot", r'teapot')""", "true"),
        new("It does not match", """match("I'm a little teapot", r'.*balloon')""", "false"),
    ];

    protected internal override Value Call(in Arguments arguments) =>
        arguments[1].Regex.IsMatch(arguments[0].Text);
}
