using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Path;

/// <summary><c>exists</c></summary>
internal sealed class Exists : Function
{
    private static readonly Signature signature = new(
        "exists",
        "Path",
        "Tells whether something is at a path; null is something.",
        Kind.Boolean,
        new Parameter("field", Kinds.Any, "The path.") { Form = ArgumentForm.Query }
    );

    public override Signature Signature => signature;

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("A field is there", "exists(.a.b)", "true") { Event = """{"a": {"b": 1}}""" },
        new("A field is not there", "exists(.a.c)", "false") { Event = """{"a": {"b": 1}}""" },
        new("A field that is null is there", "exists(.a)", "true") { Event = """{"a": null}""" },
        new(
            "An element is there",
            """
            list = [1, 2]
            [exists(list[1]), exists(list[2]), exists(list[-2])]
            """,
            "[true, false, true]"
        ),
    ];

    protected internal override Value Call(in Arguments arguments)
    {
        var value = arguments.Place!.Read(arguments.Run);
        return value.IsFailure ? value : Value.From(!value.IsMissing);
    }
}
