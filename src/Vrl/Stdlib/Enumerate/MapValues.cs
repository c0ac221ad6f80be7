using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Enumerate;

internal sealed class MapValues : Function
{
    private static readonly Signature Declared = new(
        "map_values",
        "Enumerate",
        "Replaces each value of an object or array by what the closure makes of it. Recursively, a container is given to the closure first, and what the closure makes of it is gone into.",
        Kind.Of(Kinds.Container),
        new Parameter("value", Kinds.Container, "What to go through."),
        Parameter.Optional(
            "recursive",
            Kinds.Boolean,
            false,
            "Whether values inside containers are replaced too."
        )
    )
    {
        Closure = new([ClosureParameter.Value], Kinds.Any),
    };

    public override Signature Signature => Declared;

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new(
            "An object's values.",
            """map_values({"a": "x", "b": "y"}) -> |value| { upcase(value) }""",
            """{"a": "X", "b": "Y"}"""
        ),
        new("An array's elements.", "map_values([1, 2]) -> |value| { value + 1 }", "[2, 3]"),
        new(
            "All values, inside containers too.",
            """
            map_values({"a": 1, "b": [{"c": 2}, 3]}, recursive: true) -> |value| {
              if is_integer(value) { int!(value) * 10 } else { value }
            }
            """,
            """{"a": 10, "b": [{"c": 20}, 30]}"""
        ),
        new(
            "A container that the closure replaces is not gone into, but the new one is.",
            """
            map_values({"a": [1, 2], "b": 3}, recursive: true) -> |value| {
              if is_array(value) { ["x"] } else if is_integer(value) { [1] } else { "y" }
            }
            """,
            """{"a": ["y"], "b": [1]}"""
        ),
    ];

    // Only what is known of the value is known to be replaced: other fields keep their kind, as everywhere in VRL.
    protected internal override TypeDef TypeOf(CallSite call)
    {
        var (kind, mapped) = (call.KindOf("value"), call.Closure?.Kind ?? Kind.Any);
        var fields = kind.Fields;
        var elements = kind.Elements;
        foreach (var field in fields?.Known.Keys ?? [])
        {
            fields = fields!.With(field, mapped);
        }
        foreach (var index in elements?.Known.Keys ?? [])
        {
            elements = elements!.With(index, mapped);
        }
        return new Kind(kind.Kinds, fields, elements);
    }

    protected internal override Value Call(in Arguments arguments)
    {
        var mapper = new Mapper(arguments.Run, arguments.Closure!, arguments[1].Boolean);
        return mapper.Container(arguments[0], Nesting.Limit);
    }

    private readonly record struct Mapper(RunState Run, Closure Closure, bool Recursive)
    {
        public Value Container(Value value, int depth)
        {
            if (depth == 0)
            {
                return Nesting.TooDeep;
            }
            if (value.IsArray)
            {
                var items = value.Array;
                var array = new VrlArray(items.Count);
                for (var i = 0; i < items.Count; i++)
                {
                    var mapped = Map(items[i], depth);
                    if (mapped.IsFailure)
                    {
                        return mapped;
                    }
                    array.Add(mapped);
                }
                return Value.From(array);
            }
            var fields = value.Object;
            var result = new VrlObject(fields.Count);
            for (var i = 0; i < fields.Count; i++)
            {
                var mapped = Map(fields.ValueAt(i), depth);
                if (mapped.IsFailure)
                {
                    return mapped;
                }
                result.Set(fields.KeyAt(i), mapped);
            }
            return Value.From(result);
        }

        private Value Map(Value value, int depth)
        {
            var mapped = Closure.Invoke(Run, [value]);
            var goesInto = Recursive && (value.IsArray || value.IsObject);
            return goesInto && (mapped.IsArray || mapped.IsObject)
                ? Container(mapped, depth - 1)
                : mapped;
        }
    }
}
