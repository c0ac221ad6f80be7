using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Number;

internal sealed class Mod : Function
{
    public override Signature Signature { get; } =
        new(
            "mod",
            "Number",
            "Gives the remainder of a division; it has the sign of the value.",
            new TypeDef(Kind.Of(Kinds.Number)).Fallible(),
            new Parameter("value", Kinds.Number, "The number that is divided.")
            {
                TakesAnyAtRun = true,
            },
            new Parameter("modulus", Kinds.Number, "The number that it is divided by.")
            {
                TakesAnyAtRun = true,
            }
        );

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("Remainder of integers", "mod(5, 2)", "1"),
        new("Remainder of floats", "mod(5.5, 2.0)", "1.5"),
        new("The sign is that of the value", "mod(-5, 3)", "-2"),
        new("Zero divides nothing", "mod!(5, 0)", null, "can't divide by zero"),
        new("A modulus that is not known may be zero", "mod(5, .by) ?? 0", "2")
        {
            Event = """{"by": 3}""",
        },
    ];

    /// <summary>The modulus alone decides, as upstream has it: an integer that is known gives an integer, whatever the value is.</summary>
    protected internal override TypeDef TypeOf(CallSite call)
    {
        var hasRemainder =
            call.ConstantOf("value") is not { IsFloat: true } value || double.IsFinite(value.Float);
        return call.ConstantOf("modulus") switch
        {
            { IsInteger: true } modulus => new TypeDef(Kind.Integer).FallibleIf(
                modulus.Integer == 0 || !hasRemainder
            ),
            { IsFloat: true } modulus => new TypeDef(Kind.Float).FallibleIf(
                !double.IsNormal(modulus.Float) || !hasRemainder
            ),
            _ => new TypeDef(Kind.Of(Kinds.Number)).Fallible(),
        };
    }

    protected internal override Value Call(in Arguments arguments)
    {
        var (value, modulus) = (arguments[0], arguments[1]);
        if (!IsNumber(value) || !IsNumber(modulus))
        {
            return Value.Fail(
                $"can't calculate remainder of type {Kind.From(value)} and {Kind.From(modulus)}"
            );
        }
        if (modulus.Number == 0)
        {
            return Value.Fail("can't divide by zero");
        }
        if (value.IsInteger && modulus.IsInteger)
        {
            // The smallest integer by -1 overflows the machine's division; the remainder by -1 is always 0.
            return modulus.Integer == -1 ? 0 : value.Integer % modulus.Integer;
        }
        return Operators.Float(value.Number % modulus.Number);
    }

    private static bool IsNumber(Value value) => value.IsInteger || value.IsFloat;
}
