using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Enumerate;

internal sealed class MapKeys : Function
{
    private static readonly Signature Declared = new(
        "map_keys",
        "Enumerate",
        "Renames the keys of an object to what the closure makes of them. Where two become the same, the later one's value stays.",
        Kind.Object,
        new Parameter("value", Kinds.Object, "The object."),
        Parameter.Optional(
            "recursive",
            Kinds.Boolean,
            false,
            "Whether the keys of objects inside, also of those in arrays, are renamed too."
        )
    )
    {
        Closure = new([ClosureParameter.Key], Kinds.Bytes),
    };

    public override Signature Signature => Declared;

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new(
            "The keys of the first level.",
            """map_keys({"a": 1, "b": {"c": 2}}) -> |key| { upcase(key) }""",
            """{"A": 1, "B": {"c": 2}}"""
        ),
        new(
            "All keys, also in arrays.",
            """map_keys({"a": [{"b": 1}], "c": {"d": 2}}, recursive: true) -> |key| { upcase(key) }""",
            """{"A": [{"B": 1}], "C": {"D": 2}}"""
        ),
        new(
            "The last of two keys that become the same wins.",
            """map_keys({"a": 1, "b": 2}) -> |_key| { "x" }""",
            """{"x": 2}"""
        ),
    ];

    protected internal override TypeDef TypeOf(CallSite call) => call.KindOf("value");

    protected internal override Value Call(in Arguments arguments)
    {
        var mapper = new Mapper(arguments.Run, arguments.Closure!, arguments[1].Boolean);
        return mapper.Object(arguments[0].Object, Nesting.Limit);
    }

    private readonly record struct Mapper(RunState Run, Closure Closure, bool Recursive)
    {
        public Value Object(VrlObject fields, int depth)
        {
            if (depth == 0)
            {
                return Nesting.TooDeep;
            }
            var renamed = new List<KeyValuePair<string, Value>>(fields.Count);
            for (var i = 0; i < fields.Count; i++)
            {
                var key = Closure.Invoke(Run, [fields.KeyAt(i)]);
                if (!key.IsBytes)
                {
                    return key.IsFailure ? key : Expected.Fail("string", key);
                }
                var value = Inside(fields.ValueAt(i), depth);
                if (value.IsFailure)
                {
                    return value;
                }
                renamed.Add(new(key.Text, value));
            }
            return Value.From(VrlObject.FromOwned(renamed));
        }

        private Value Inside(Value value, int depth) =>
            !Recursive ? value.Share()
            : value.IsObject ? Object(value.Object, depth - 1)
            : value.IsArray ? Array(value.Array, depth - 1)
            : value;

        private Value Array(VrlArray items, int depth)
        {
            if (depth == 0)
            {
                return Nesting.TooDeep;
            }
            var result = new VrlArray(items.Count);
            foreach (var item in items)
            {
                var mapped = Inside(item, depth);
                if (mapped.IsFailure)
                {
                    return mapped;
                }
                result.AddOwned(mapped);
            }
            return Value.From(result);
        }
    }
}
