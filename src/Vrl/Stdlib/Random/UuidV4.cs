using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Random;

internal sealed class UuidV4 : Function
{
    public override Signature Signature { get; } =
        new("uuid_v4", "Random", "Makes a random UUID: version 4 of RFC 9562.", Kind.Bytes);

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("Make a UUID", "uuid_v4()", "\"1d262f4f-199b-458d-879f-05fd0a5f0683\"")
        {
            IsDifferentEachTime = true,
        },
        new(
            "It has the form of a UUID",
            "match(uuid_v4(), r'^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$')",
            "true"
        ),
    ];

    protected internal override Value Call(in Arguments arguments) => Guid.NewGuid().ToString("D");
}
