using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Systems;

internal sealed class GetTimezoneName : Function
{
    public override Signature Signature { get; } =
        new(
            "get_timezone_name",
            "System",
            "The name of the zone of times that name none, as the host has set it.",
            new TypeDef(Kind.Bytes).Fallible()
        );

    public override IReadOnlyList<Example> Examples { get; } =
    [new("The zone's name", "get_timezone_name!()", "\"UTC\"") { IsDifferentEachTime = true }];

    protected internal override Value Call(in Arguments arguments) => arguments.Run.TimeZone.Id;
}
