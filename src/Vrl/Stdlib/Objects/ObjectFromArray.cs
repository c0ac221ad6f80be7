using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Objects;

internal sealed class ObjectFromArray : Function
{
    private static readonly Signature Declared = new(
        "object_from_array",
        "Object",
        "Makes an object of pairs of keys and values, or of an array of keys and one of values. What belongs to the key null is left out.",
        Kind.Object,
        new Parameter(
            "values",
            Kinds.Array,
            "The values; or arrays of a key and a value, where there is no second argument."
        ),
        Parameter.Optional("keys", Kinds.Array, "The keys, in the order of the values.")
    );

    public override Signature Signature => Declared;

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new(
            "Pairs of a key and a value.",
            """object_from_array([["a", 1], ["b", [2]], ["c"]])""",
            """{"a": 1, "b": [2], "c": null}"""
        ),
        new(
            "Keys and values apart; what has no partner is left out.",
            """object_from_array([1, 2, 3], keys: ["a", "b"])""",
            """{"a": 1, "b": 2}"""
        ),
        new(
            "The key null leaves its value out.",
            """object_from_array([1, 2], keys: [null, "b"])""",
            """{"b": 2}"""
        ),
        new("A pair has a key.", "object_from_array([[]])", null, "array value too short"),
        new(
            "Keys are strings.",
            "object_from_array([[1, 2]])",
            null,
            "object keys must be strings"
        ),
        new("Pairs are arrays.", "object_from_array([1])", null, "expected array, got integer"),
    ];

    protected internal override Value Call(in Arguments arguments)
    {
        var values = arguments[0].Array;
        var fields = new List<KeyValuePair<string, Value>>(values.Count);
        if (arguments[1].IsArray)
        {
            var keys = arguments[1].Array;
            var count = Math.Min(keys.Count, values.Count);
            for (var i = 0; i < count; i++)
            {
                if (!TryAdd(fields, keys[i], values[i]))
                {
                    return Value.Fail("object keys must be strings");
                }
            }
            return Value.From(VrlObject.FromOwned(fields));
        }
        foreach (var pair in values)
        {
            if (!pair.IsArray)
            {
                return Expected.Fail("array", pair);
            }
            var entry = pair.Array;
            if (entry.Count == 0)
            {
                return Value.Fail("array value too short");
            }
            if (!TryAdd(fields, entry[0], entry.Count > 1 ? entry[1] : Value.Null))
            {
                return Value.Fail("object keys must be strings");
            }
        }
        return Value.From(VrlObject.FromOwned(fields));
    }

    private static bool TryAdd(List<KeyValuePair<string, Value>> fields, Value key, Value value)
    {
        if (key.IsBytes)
        {
            fields.Add(new(key.Text, value.Share()));
        }
        return key.IsBytes || key.IsNull;
    }
}
