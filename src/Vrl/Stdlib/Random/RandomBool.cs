using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Random;

internal sealed class RandomBool : Function
{
    public override Signature Signature { get; } =
        new("random_bool", "Random", "Gives true or false, each as likely.", Kind.Boolean);

    public override IReadOnlyList<Example> Examples { get; } =
    [new("Toss a coin", "is_boolean(random_bool())", "true")];

    protected internal override Value Call(in Arguments arguments) =>
        System.Random.Shared.Next(2) == 0;
}
