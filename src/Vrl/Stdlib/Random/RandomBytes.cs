using System.Security.Cryptography;
using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Random;

internal sealed class RandomBytes : Function
{
    private const int MaxLength = 64 * 1024;

    public override Signature Signature { get; } =
        new(
            "random_bytes",
            "Random",
            "Gives bytes from a cryptographically secure generator.",
            new TypeDef(Kind.Bytes).Fallible(),
            new Parameter("length", Kinds.Integer, "How many, up to 65,536.")
        );

    public override IReadOnlyList<Example> Examples { get; } =
    [new("Make sixteen bytes", "length(random_bytes(16))", "16")];

    protected internal override TypeDef TypeOf(CallSite call) =>
        Signature.Returns.FallibleIf(
            call.ConstantOf("length") is not { IsInteger: true } length || Wrong(length) is not null
        );

    protected internal override object? Prepare(CallSite call)
    {
        if (call.ConstantOf("length") is { IsInteger: true } length && Wrong(length) is { } wrong)
        {
            call.Error(403, $"invalid argument: {wrong}", "length");
        }
        return null;
    }

    protected internal override Value Call(in Arguments arguments) =>
        Wrong(arguments[0]) is { } wrong
            ? Value.Fail(wrong)
            : Value.From(
                (ReadOnlyMemory<byte>)RandomNumberGenerator.GetBytes((int)arguments[0].Integer)
            );

    private static string? Wrong(Value length) =>
        length.Integer switch
        {
            < 0 => "Length cannot be negative",
            > MaxLength => "Length is too large. Maximum is 64k",
            _ => null,
        };
}
