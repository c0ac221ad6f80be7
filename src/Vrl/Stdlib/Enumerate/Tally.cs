using System.Runtime.InteropServices;
using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Enumerate;

internal sealed class Tally : Function
{
    private static readonly Signature Declared = new(
        "tally",
        "Enumerate",
        "Counts how often each string is in an array. It fails where an element is no string.",
        new TypeDef(Kind.ObjectOf(Kind.Integer)).Fallible(),
        new Parameter("value", Kinds.Array, "The array of strings.")
    );

    public override Signature Signature => Declared;

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new(
            "Each string with its count.",
            """tally!(["sea", "ice", "sea"])""",
            """{"ice": 1, "sea": 2}"""
        ),
        new(
            "Something else is an error.",
            """tally!(["sea", 1])""",
            null,
            "all values must be strings, found: Integer(1)"
        ),
    ];

    protected internal override Value Call(in Arguments arguments)
    {
        var counts = new Dictionary<Bytes, long>();
        foreach (var element in arguments[0].Array)
        {
            if (!element.IsBytes)
            {
                return Value.Fail($"all values must be strings, found: {DebugText.Of(element)}");
            }
            CollectionsMarshal.GetValueRefOrAddDefault(counts, element.Bytes, out _)++;
        }
        var fields = new List<KeyValuePair<string, Value>>(counts.Count);
        foreach (var (text, count) in counts)
        {
            fields.Add(new(text.ToString(), count));
        }
        return Value.From(VrlObject.FromOwned(fields));
    }
}
