using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Timestamps;

internal sealed class Now : Function
{
    public override Signature Signature { get; } =
        new("now", "Timestamp", "The time, by the host's clock.", Kind.Timestamp);

    public override IReadOnlyList<Example> Examples { get; } =
    [new("The time", "now()", "\"2021-03-04T10:51:15.928937Z\"") { IsDifferentEachTime = true }];

    protected internal override Value Call(in Arguments arguments) =>
        Value.From(arguments.Run.Now());
}
