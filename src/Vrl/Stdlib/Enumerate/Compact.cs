using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Enumerate;

internal sealed class Compact : Function
{
    private static readonly Signature Declared = new(
        "compact",
        "Enumerate",
        "Takes the empty values out of an object or array; the flags say what is empty.",
        Kind.Of(Kinds.Container),
        new Parameter("value", Kinds.Container, "What to compact."),
        Flag(
            "recursive",
            true,
            "Whether what is inside containers is compacted too, before the containers are looked at."
        ),
        Flag("null", true, "Whether null is empty."),
        Flag("string", true, "Whether a string without characters is empty."),
        Flag("object", true, "Whether an object without fields is empty."),
        Flag("array", true, "Whether an array without elements is empty."),
        Flag(
            "nullish",
            false,
            "Whether null, white space and `-` are empty, as `is_nullish` has it."
        )
    );

    public override Signature Signature => Declared;

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new(
            "Empty values of every sort go by default.",
            """compact({"id": 7, "note": "", "tags": [], "owner": null, "extra": {}})""",
            """{"id": 7}"""
        ),
        new(
            "A container that becomes empty goes as well.",
            """compact([1, [null, [""]], {"a": [{}]}])""",
            "[1]"
        ),
        new(
            "Only the outermost level is looked at.",
            """compact({"a": {"b": null}, "c": null}, recursive: false)""",
            """{"a": {"b": null}}"""
        ),
        new("Nulls stay.", """compact([null, "", 1], null: false)""", "[null, 1]"),
        new("Empty strings stay.", """compact([null, "", 1], string: false)""", """["", 1]"""),
        new("Empty objects stay.", """compact([null, {}, 1], object: false)""", "[{}, 1]"),
        new("Empty arrays stay.", """compact([null, [], 1], array: false)""", "[[], 1]"),
        new(
            "White space and a lone dash count as empty.",
            """compact(["-", " \t", "a-"], nullish: true)""",
            """["a-"]"""
        ),
    ];

    protected internal override TypeDef TypeOf(CallSite call) =>
        call.KindOf("value").IsOnly(Kinds.Array) ? Kind.Array : Kind.Object;

    protected internal override Value Call(in Arguments arguments)
    {
        var empty = new Emptiness(
            arguments[1].Boolean,
            arguments[2].Boolean,
            arguments[3].Boolean,
            arguments[4].Boolean,
            arguments[5].Boolean,
            arguments[6].Boolean
        );
        return Container(arguments[0], empty, Nesting.Limit);
    }

    private static Value Container(Value value, Emptiness empty, int depth)
    {
        if (depth == 0)
        {
            return Nesting.TooDeep;
        }
        if (value.IsArray)
        {
            var kept = new VrlArray();
            foreach (var item in value.Array)
            {
                var compacted = Inside(item, empty, depth);
                if (compacted.IsFailure)
                {
                    return compacted;
                }
                if (!empty.Includes(compacted))
                {
                    kept.Add(compacted);
                }
            }
            return Value.From(kept);
        }
        var fields = value.Object;
        var result = new VrlObject(fields.Count);
        for (var i = 0; i < fields.Count; i++)
        {
            var compacted = Inside(fields.ValueAt(i), empty, depth);
            if (compacted.IsFailure)
            {
                return compacted;
            }
            if (!empty.Includes(compacted))
            {
                result.Set(fields.KeyAt(i), compacted);
            }
        }
        return Value.From(result);
    }

    private static Value Inside(Value value, Emptiness empty, int depth) =>
        empty.Recursive && (value.IsArray || value.IsObject)
            ? Container(value, empty, depth - 1)
            : value;

    private static Parameter Flag(string name, bool @default, string summary) =>
        Parameter.Optional(name, Kinds.Boolean, @default, summary);

    /// <summary>The flags: what is empty.</summary>
    private sealed record Emptiness(
        bool Recursive,
        bool Null,
        bool String,
        bool Object,
        bool Array,
        bool Nullish
    )
    {
        public bool Includes(Value value) =>
            value.Kind switch
            {
                ValueKind.Null => Null || Nullish,
                ValueKind.Bytes => (String && value.Bytes.Length == 0)
                    || (Nullish && IsBlank(value.Bytes)),
                ValueKind.Object => Object && value.Object.Count == 0,
                ValueKind.Array => Array && value.Array.Count == 0,
                _ => false,
            };

        private static bool IsBlank(Bytes text) =>
            text.Span is [(byte)'-'] || string.IsNullOrWhiteSpace(text.ToString());
    }
}
