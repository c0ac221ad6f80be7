using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Types;

/// <summary>
/// A function that gives its argument where that is of one kind, and fails where it is not: how a program tells the compiler what it knows of a value.
/// What is known of fields and elements stays known.
/// </summary>
internal abstract class TypeAssertion(
    string name,
    Kinds kind,
    string article,
    IReadOnlyList<Example> examples
) : Function
{
    /// <summary>The event of the examples: one field of each kind.</summary>
    protected const string Sample = """
        { "list": [1, 2], "text": "x", "yes": true, "half": 0.5, "number": 42, "map": { "a": 1 } }
        """;

    public override Signature Signature { get; } =
        new(
            name,
            "Type",
            $"Gives the value where it is {article} {name}, and fails where it is not.",
            Kind.Of(kind),
            new Parameter("value", Kinds.Any, "The value.")
        );

    public override IReadOnlyList<Example> Examples { get; } = examples;

    protected internal override TypeDef TypeOf(CallSite call)
    {
        var given = call.KindOf("value");
        var kept = given.Without(~kind);
        return new TypeDef(kept.IsNever ? Kind.Of(kind) : kept).FallibleIf(!given.Is(kind));
    }

    protected internal override Value Call(in Arguments arguments)
    {
        var value = arguments[0];
        return (Kind.From(value).Kinds & kind) != Kinds.Never
            ? value
            : Expected.Fail(Kind.Of(kind).ToString(), value);
    }
}
