using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Enumerate;

internal sealed class Keys : Function
{
    private static readonly Signature Declared = new(
        "keys",
        "Enumerate",
        "The keys of an object, in their order.",
        Kind.ArrayOf(Kind.Bytes),
        new Parameter("value", Kinds.Object, "The object.")
    );

    public override Signature Signature => Declared;

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("Keys come sorted.", """keys({"b": 1, "a": {"c": 2}})""", """["a", "b"]"""),
        new("An empty object has none.", "keys({})", "[]"),
    ];

    protected internal override Value Call(in Arguments arguments)
    {
        var fields = arguments[0].Object;
        var keys = new VrlArray(fields.Count);
        for (var i = 0; i < fields.Count; i++)
        {
            keys.Add(fields.KeyAt(i));
        }
        return Value.From(keys);
    }
}
