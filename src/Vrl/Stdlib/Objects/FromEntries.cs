using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Objects;

internal sealed class FromEntries : Function
{
    private static readonly Signature Declared = new(
        "from_entries",
        "Object",
        "Makes an object of an array of objects with `key` and `value`, as `to_entries` gives them. It fails where an element is no object or a key no string.",
        Kind.Object,
        new Parameter("value", Kinds.Array, "The array.")
    );

    public override Signature Signature => Declared;

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new(
            "Each entry becomes a field.",
            """from_entries([{"key": "a", "value": 1}, {"key": "b", "value": [2]}])""",
            """{"a": 1, "b": [2]}"""
        ),
        new(
            "A value that is missing is null.",
            """from_entries([{"key": "a"}])""",
            """{"a": null}"""
        ),
        new(
            "Keys are strings.",
            """from_entries([{"key": 1, "value": 2}])""",
            null,
            "object keys must be strings"
        ),
        new("Entries are objects.", "from_entries([1])", null, "expected object, got integer"),
    ];

    protected internal override Value Call(in Arguments arguments)
    {
        var fields = new List<KeyValuePair<string, Value>>(arguments[0].Array.Count);
        foreach (var entry in arguments[0].Array)
        {
            if (!entry.IsObject)
            {
                return Expected.Fail("object", entry);
            }
            if (!entry.Object.TryGet("key", out var key) || !key.IsBytes)
            {
                return Value.Fail("object keys must be strings");
            }
            entry.Object.TryGet("value", out var value);
            fields.Add(new(key.Text, value.Share()));
        }
        return Value.From(VrlObject.FromOwned(fields));
    }
}
