using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Debugging;

internal sealed class Assert : Function
{
    public override Signature Signature { get; } =
        new(
            "assert",
            "Debug",
            "Fails unless the condition is true: for tests of programs, as a statement of its own.",
            new TypeDef(Kind.Boolean).Fallible(),
            new Parameter("condition", Kinds.Boolean, "What must be true."),
            Parameter.Optional("message", Kinds.Bytes, "What the failure says.") with
            {
                // Looked at only where it is needed.
                TakesAnyAtRun = true,
            }
        )
        {
            IsPure = false,
        };

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("It holds", "assert!(1 < 2)", "true"),
        new("It does not hold", "assert!(1 > 2)", null, "assertion failed"),
        new(
            "It does not hold, in words",
            """assert!(1 > 2, message: "one is less")""",
            null,
            "one is less"
        ),
    ];

    protected internal override Value Call(in Arguments arguments) =>
        arguments[0].Boolean ? true
        : arguments[1].IsMissing ? Value.Fail("assertion failed")
        : !arguments[1].IsBytes ? Expected.Fail("string", arguments[1])
        : Value.Fail(arguments[1].Text);
}
