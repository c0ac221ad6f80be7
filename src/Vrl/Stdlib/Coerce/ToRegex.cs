using Freshet.Vrl.Runtime;
using Freshet.Vrl.Runtime.Regexes;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Coerce;

internal sealed class ToRegex : Function
{
    public override Signature Signature { get; } =
        new(
            "to_regex",
            "Coerce",
            "Makes a regular expression of a string when the program runs. A literal is made once, this at each call.",
            new TypeDef(Kind.Regex).Fallible(),
            new Parameter("value", Kinds.Bytes, "The pattern.")
        );

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("A pattern of the event", """match("foo", to_regex!(.pattern))""", "true")
        {
            Event = """{ "pattern": "^f" }""",
        },
    ];

    protected internal override Value Call(in Arguments arguments) =>
        RustRegex.TryTranslate(arguments[0].Text, out var regex, out var error, isDrawn: true)
            ? Value.From(regex)
            : Value.Fail($"could not create regex: {error}");
}
