using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Types;

internal sealed class TagTypesExternally : Function
{
    private static readonly Signature Declared = new(
        "tag_types_externally",
        "Type",
        "Wraps each scalar, also inside containers, in an object whose key is its type. Null stays null.",
        Kind.Of(Kinds.Container | Kinds.Null),
        new Parameter("value", Kinds.Any, "What to tag.")
    );

    public override Signature Signature => Declared;

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("A scalar.", "tag_types_externally(1.5)", """{"float": 1.5}"""),
        new(
            "What is in containers.",
            """tag_types_externally({"a": [1, "x", null], "b": true})""",
            """{"a": [{"integer": 1}, {"string": "x"}, null], "b": {"boolean": true}}"""
        ),
        new(
            "A timestamp and a regex.",
            "tag_types_externally([t'2024-01-01T00:00:00Z', r'a+'])",
            """[{"timestamp": "2024-01-01T00:00:00Z"}, {"regex": "a+"}]"""
        ),
        new("Null.", "tag_types_externally(null)", "null"),
    ];

    protected internal override TypeDef TypeOf(CallSite call)
    {
        var kind = call.KindOf("value");
        return kind.IsOnly(Kinds.Array) ? Kind.Array
            : kind.IsOnly(Kinds.Null) ? Kind.Null
            : Kind.Object;
    }

    protected internal override Value Call(in Arguments arguments) =>
        Tag(arguments[0], Nesting.Limit);

    private static Value Tag(Value value, int depth)
    {
        if (depth == 0)
        {
            return Nesting.TooDeep;
        }
        switch (value.Kind)
        {
            case ValueKind.Null:
                return value;
            case ValueKind.Array:
                var items = new VrlArray(value.Array.Count);
                foreach (var item in value.Array)
                {
                    var tagged = Tag(item, depth - 1);
                    if (tagged.IsFailure)
                    {
                        return tagged;
                    }
                    items.AddOwned(tagged);
                }
                return Value.From(items);
            case ValueKind.Object:
                var fields = value.Object;
                var result = new VrlObject(fields.Count);
                for (var i = 0; i < fields.Count; i++)
                {
                    var tagged = Tag(fields.ValueAt(i), depth - 1);
                    if (tagged.IsFailure)
                    {
                        return tagged;
                    }
                    result.SetOwned(fields.KeyAt(i), tagged);
                }
                return Value.From(result);
            default:
                var scalar = new VrlObject(1);
                scalar.SetOwned(NameOf(value.Kind), value);
                return Value.From(scalar);
        }
    }

    private static string NameOf(ValueKind kind) =>
        kind switch
        {
            ValueKind.Bytes => "string",
            ValueKind.Integer => "integer",
            ValueKind.Float => "float",
            ValueKind.Boolean => "boolean",
            ValueKind.Timestamp => "timestamp",
            _ => "regex",
        };
}
