using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Debugging;

internal sealed class AssertEqual : Function
{
    public override Signature Signature { get; } =
        new(
            "assert_eq",
            "Debug",
            "Fails unless two values are the same, in kind as well: for tests of programs, as a statement of its own.",
            new TypeDef(Kind.Boolean).Fallible(),
            new Parameter("left", Kinds.Any, "The one."),
            new Parameter("right", Kinds.Any, "The other."),
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
        new("They are the same", "assert_eq!([1], [1])", "true"),
        new(
            "They are not",
            "assert_eq!(127, [1, 2, 3])",
            null,
            "assertion failed: 127 == [1, 2, 3]"
        ),
        new(
            "They are not, in words",
            """assert_eq!(1, 0, message: "unequal integers")""",
            null,
            "unequal integers"
        ),
    ];

    protected internal override Value Call(in Arguments arguments)
    {
        var (left, right) = (arguments[0], arguments[1]);
        if (left == right)
        {
            return true;
        }
        if (arguments[2].IsMissing)
        {
            return Value.Fail(
                $"assertion failed: {DisplayText.Of(left)} == {DisplayText.Of(right)}"
            );
        }
        return arguments[2].IsBytes
            ? Value.Fail(arguments[2].Text)
            : Expected.Fail("string", arguments[2]);
    }
}
