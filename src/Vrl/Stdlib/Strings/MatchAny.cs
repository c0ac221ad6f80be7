using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Strings;

internal sealed class MatchAny : Function
{
    public override Signature Signature { get; } =
        new(
            "match_any",
            "String",
            "Tells whether at least one of several regular expressions matches in a text.",
            Kind.Boolean,
            new Parameter("value", Kinds.Bytes, "The text."),
            new Parameter("patterns", Kinds.Array, "The regular expressions.")
            {
                Form = ArgumentForm.Written,
            }
        );

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new(
            "One of them matches",
            """match_any("I've got a black magic woman", patterns: [r'magic', r'balloon'])""",
            "true"
        ),
        new(
            "None of them matches",
            """match_any("My name is John Doe", patterns: [r'\d+', r'Jane'])""",
            "false"
        ),
    ];

    protected internal override object? Prepare(CallSite call)
    {
        var patterns = call.ConstantOf("patterns")!.Value.Array;
        var compiled = new List<VrlRegex>(patterns.Count);
        foreach (var pattern in patterns)
        {
            if (!pattern.IsRegex)
            {
                call.Error(300, $"expected regex, got {Kind.From(pattern)}", "patterns");
                return null;
            }
            compiled.Add(pattern.Regex);
        }
        return compiled;
    }

    protected internal override Value Call(in Arguments arguments)
    {
        var text = arguments[0].Text;
        return ((List<VrlRegex>)arguments.Prepared!).Exists(pattern => pattern.IsMatch(text));
    }
}
