using Freshet.Vrl.Runtime;
using Freshet.Vrl.Stdlib;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Vrl.Tests.Compilation;

/// <summary>A host's functions, one for each thing that the compiler does with functions.</summary>
internal static class TestFunctions
{
    public static IReadOnlyList<Function> All { get; } =
    [
        // shout(value, times): cannot fail.
        new TestFunction(
            new(
                "shout",
                "Test",
                "Says it louder.",
                Kind.Bytes,
                new Parameter("value", Kinds.Bytes, "What."),
                Parameter.Optional("times", Kinds.Integer, 1, "How loud.")
            ),
            static (in arguments) =>
                arguments[0].Text.ToUpperInvariant() + new string('!', (int)arguments[1].Integer)
        ),
        // risky(value): fails for negative numbers.
        new TestFunction(
            new(
                "risky",
                "Test",
                "Fails for what is negative.",
                new TypeDef(Kind.Integer, IsFallible: true),
                new Parameter("value", Kinds.Integer, "What.")
            ),
            static (in arguments) =>
                arguments[0].Integer < 0 ? Value.Fail("it is negative") : arguments[0]
        ),
        // unit(value, unit): a constant unit of two.
        new TestFunction(
            new(
                "unit",
                "Test",
                "Has variants.",
                Kind.Bytes,
                new Parameter("value", Kinds.Any, "What."),
                Parameter.Optional("unit", Kinds.Bytes, "s", "Of.") with
                {
                    Variants = ["s", "ms"],
                    Form = ArgumentForm.Static,
                },
                Parameter.Optional("strict", Kinds.Boolean, "Whether.")
            ),
            static (in arguments) => arguments[1].Text + (arguments[2].IsMissing ? "" : "?")
        ),
        // each(value) -> |key, value|: gives the block's last value.
        new TestFunction(
            new(
                "each",
                "Test",
                "Goes through.",
                Kind.Any,
                new Parameter("value", Kinds.Container, "What.")
            )
            {
                Closure = new(
                    [ClosureParameter.Key, ClosureParameter.Value],
                    Kinds.Number | Kinds.Bytes
                ),
            },
            static (in arguments) =>
            {
                var last = Value.Null;
                if (arguments[0].IsArray)
                {
                    for (var i = 0; i < arguments[0].Array.Count && !last.IsFailure; i++)
                    {
                        last = arguments.Closure!.Invoke(
                            arguments.Run,
                            Value.From((long)i),
                            arguments[0].Array[i]
                        );
                    }
                    return last;
                }
                foreach (var (key, value) in arguments[0].Object)
                {
                    last = arguments.Closure!.Invoke(arguments.Run, Value.From(key), value);
                    if (last.IsFailure)
                    {
                        break;
                    }
                }
                return last;
            }
        ),
        // part(value): gives what is at p in it.
        new TestFunction(
            new(
                "part",
                "Test",
                "Gives a part.",
                Kind.Object,
                new Parameter("value", Kinds.Object, "What.")
            ),
            static (in arguments) =>
            {
                arguments[0].Object.TryGet("p", out var part);
                return part;
            }
        ),
        // outside(): must be enabled.
        new TestFunction(
            new("outside", "Test", "Reaches out.", Kind.Null) { IsOptIn = true },
            static (in _) => Value.Null
        ),
    ];

    private delegate Value Body(in Arguments arguments);

    private sealed class TestFunction(Signature signature, Body body) : Function
    {
        public override Signature Signature => signature;

        public override IReadOnlyList<Example> Examples => [];

        protected internal override Value Call(in Arguments arguments) => body(arguments);
    }
}
