using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Objects;

internal sealed class Merge : Function
{
    private static readonly Signature Declared = new(
        "merge",
        "Object",
        "An object with the fields of another put into it; of fields that both have, the other's stays.",
        Kind.Object,
        new Parameter("to", Kinds.Object, "The object that fields are put into."),
        new Parameter("from", Kinds.Object, "The object whose fields are put in."),
        Parameter.Optional(
            "deep",
            Kinds.Boolean,
            false,
            "Whether objects that both have are merged too. Arrays are always replaced."
        )
    );

    public override Signature Signature => Declared;

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new(
            "The second object's fields win.",
            """merge({"a": 1, "b": {"c": 2}}, {"b": {"d": 3}})""",
            """{"a": 1, "b": {"d": 3}}"""
        ),
        new(
            "Objects inside are merged as well.",
            """merge({"a": [1], "b": {"c": 2}}, {"a": [4], "b": {"d": 3}}, deep: true)""",
            """{"a": [4], "b": {"c": 2, "d": 3}}"""
        ),
    ];

    // As upstream, a deep merge is taken for a shallow one: of objects that both have, only the second is known.
    protected internal override TypeDef TypeOf(CallSite call)
    {
        var to = call.KindOf("to").Fields ?? ObjectShape.Any;
        var from = call.KindOf("from").Fields ?? ObjectShape.Any;
        return new Kind(Kinds.Object, to.Merge(from, overwrite: true));
    }

    protected internal override Value Call(in Arguments arguments) =>
        Into(arguments[0].Object, arguments[1].Object, arguments[2].Boolean, Nesting.Limit);

    private static Value Into(VrlObject to, VrlObject from, bool deep, int depth)
    {
        if (depth == 0)
        {
            return Nesting.TooDeep;
        }
        var result = to.Writable();
        for (var i = 0; i < from.Count; i++)
        {
            var (key, value) = (from.KeyAt(i), from.ValueAt(i));
            if (deep && value.IsObject && result.TryGet(key, out var old) && old.IsObject)
            {
                var merged = Into(old.Object, value.Object, deep, depth - 1);
                if (merged.IsFailure)
                {
                    return merged;
                }
                result.SetOwned(key, merged);
            }
            else
            {
                result.Set(key, value);
            }
        }
        return Value.From(result);
    }
}
