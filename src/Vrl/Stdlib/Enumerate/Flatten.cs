using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Enumerate;

internal sealed class Flatten : Function
{
    private static readonly Signature Declared = new(
        "flatten",
        "Enumerate",
        "Brings what is nested to one level: arrays in an array, or objects in an object, whose keys are joined. An array's objects and an object's arrays stay as they are.",
        Kind.Of(Kinds.Container),
        new Parameter("value", Kinds.Container, "What to flatten."),
        Parameter.Optional(
            "separator",
            Kinds.Bytes,
            ".",
            "What stands between the keys that are joined."
        ),
        Parameter.Optional(
            "except",
            Kinds.Array,
            Value.From(new VrlArray()),
            "Keys whose objects stay as they are, wherever they are."
        ) with
        {
            Form = ArgumentForm.Written,
        }
    );

    public override Signature Signature => Declared;

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new(
            "The keys of an object's objects are joined.",
            """flatten({"a": {"b": {"c": 1}, "d": 2}, "e": 3})""",
            """{"a.b.c": 1, "a.d": 2, "e": 3}"""
        ),
        new(
            "Another separator.",
            """flatten({"a": {"b": true}}, separator: "_")""",
            """{"a_b": true}"""
        ),
        new(
            "Objects under some keys stay whole.",
            """flatten({"a": {"b": 1, "raw": {"c": 2}}, "raw": {"d": 3}}, except: ["raw"])""",
            """{"a.b": 1, "a.raw": {"c": 2}, "raw": {"d": 3}}"""
        ),
        new("An array's arrays.", "flatten([1, [2, [3, []]], 4])", "[1, 2, 3, 4]"),
        new(
            "Objects in an array are no concern of it.",
            """flatten([[{"a": {"b": 1}}]])""",
            """[{"a": {"b": 1}}]"""
        ),
    ];

    protected internal override TypeDef TypeOf(CallSite call) =>
        call.KindOf("value").IsOnly(Kinds.Array) ? Kind.Array : Kind.Object;

    protected internal override object? Prepare(CallSite call)
    {
        var except = new HashSet<string>(StringComparer.Ordinal);
        if (call.ConstantOf("except") is { IsArray: true } names)
        {
            foreach (var name in names.Array)
            {
                if (!name.IsBytes)
                {
                    call.Error(403, "expected a string value", "except");
                    return null;
                }
                except.Add(name.Text);
            }
        }
        return except;
    }

    protected internal override Value Call(in Arguments arguments)
    {
        if (arguments[0].IsArray)
        {
            var flat = new VrlArray();
            return Append(arguments[0].Array, flat, Nesting.Limit)
                ? Value.From(flat)
                : Nesting.TooDeep;
        }
        var fields = new List<KeyValuePair<string, Value>>(arguments[0].Object.Count);
        var level = new Level(arguments[1].Text, (HashSet<string>)arguments.Prepared!, fields);
        return level.Append(arguments[0].Object, prefix: "", Nesting.Limit)
            ? Value.From(VrlObject.FromOwned(fields))
            : Nesting.TooDeep;
    }

    private static bool Append(VrlArray items, VrlArray flat, int depth)
    {
        if (depth == 0)
        {
            return false;
        }
        foreach (var item in items)
        {
            if (!item.IsArray)
            {
                flat.Add(item);
            }
            else if (!Append(item.Array, flat, depth - 1))
            {
                return false;
            }
        }
        return true;
    }

    /// <summary>The one level that objects are brought to.</summary>
    private sealed record Level(
        string Separator,
        HashSet<string> Except,
        List<KeyValuePair<string, Value>> Fields
    )
    {
        public bool Append(VrlObject fields, string prefix, int depth)
        {
            if (depth == 0)
            {
                return false;
            }
            for (var i = 0; i < fields.Count; i++)
            {
                var (key, value) = (fields.KeyAt(i), fields.ValueAt(i));
                if (!value.IsObject || Except.Contains(key))
                {
                    Fields.Add(new(prefix + key, value.Share()));
                }
                else if (!Append(value.Object, prefix + key + Separator, depth - 1))
                {
                    return false;
                }
            }
            return true;
        }
    }
}
