using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Enumerate;

internal sealed class Values : Function
{
    private static readonly Signature Declared = new(
        "values",
        "Enumerate",
        "The values of an object's fields, in the order of their keys.",
        Kind.Array,
        new Parameter("value", Kinds.Object, "The object.")
    );

    public override Signature Signature => Declared;

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new(
            "Values come by their keys.",
            """values({"b": 1, "a": {"c": 2}})""",
            """[{"c": 2}, 1]"""
        ),
        new("An empty object has none.", "values({})", "[]"),
    ];

    // Each element may be whatever one of the fields may be.
    protected internal override TypeDef TypeOf(CallSite call) =>
        call.KindOf("value").Fields?.Reduced is { IsNever: false } field
            ? Kind.ArrayOf(field.Or(Kinds.Undefined))
            : Kind.Array;

    protected internal override Value Call(in Arguments arguments)
    {
        var fields = arguments[0].Object;
        var values = new VrlArray(fields.Count);
        for (var i = 0; i < fields.Count; i++)
        {
            values.Add(fields.ValueAt(i));
        }
        return Value.From(values);
    }
}
