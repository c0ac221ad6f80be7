using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Systems;

internal sealed class GetHostname : Function
{
    public override Signature Signature { get; } =
        new(
            "get_hostname",
            "System",
            "The name of the machine that the host runs on.",
            new TypeDef(Kind.Bytes).Fallible()
        )
        {
            IsOptIn = true,
        };

    public override IReadOnlyList<Example> Examples { get; } =
    [new("The machine's name", "get_hostname!()", "\"build-7\"") { IsDifferentEachTime = true }];

    protected internal override Value Call(in Arguments arguments)
    {
        try
        {
            return Environment.MachineName;
        }
        catch (InvalidOperationException fault)
        {
            return Value.Fail($"failed to get hostname: {fault.Message}");
        }
    }
}
