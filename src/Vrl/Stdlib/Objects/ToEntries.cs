using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Objects;

internal sealed class ToEntries : Function
{
    private static readonly Signature Declared = new(
        "to_entries",
        "Object",
        "An array with an object for each field or element: its `key` (an array's are places) and its `value`.",
        Kind.Array,
        new Parameter("value", Kinds.Container, "The object or array.")
    );

    public override Signature Signature => Declared;

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new(
            "An object's fields, by their keys.",
            """to_entries({"b": 1, "a": [2]})""",
            """[{"key": "a", "value": [2]}, {"key": "b", "value": 1}]"""
        ),
        new(
            "An array's elements, with their places.",
            """to_entries(["x", null])""",
            """[{"key": 0, "value": "x"}, {"key": 1, "value": null}]"""
        ),
    ];

    protected internal override Value Call(in Arguments arguments)
    {
        if (arguments[0].IsArray)
        {
            var items = arguments[0].Array;
            var places = new VrlArray(items.Count);
            for (var i = 0; i < items.Count; i++)
            {
                places.AddOwned(Entry((long)i, items[i]));
            }
            return Value.From(places);
        }
        var fields = arguments[0].Object;
        var entries = new VrlArray(fields.Count);
        for (var i = 0; i < fields.Count; i++)
        {
            entries.AddOwned(Entry(fields.KeyAt(i), fields.ValueAt(i)));
        }
        return Value.From(entries);
    }

    private static Value Entry(Value key, Value value)
    {
        var entry = new VrlObject(2);
        entry.Set("key", key);
        entry.Set("value", value);
        return Value.From(entry);
    }
}
