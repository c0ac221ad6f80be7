using Freshet.Vrl.Runtime;
using Freshet.Vrl.Syntax;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Path;

/// <summary><c>del</c></summary>
internal sealed class Del : Function
{
    private static readonly Signature signature = new(
        "del",
        "Path",
        "Removes what is at a path, and gives the value that was there.",
        Kind.Any,
        new Parameter("target", Kinds.Any, "The path of what is removed.")
        {
            Form = ArgumentForm.Query,
        },
        Parameter.Optional(
            "compact",
            Kinds.Boolean,
            Value.False,
            "Whether objects and arrays on the way that are empty then are removed too."
        )
    )
    {
        IsPure = false,
    };

    public override Signature Signature => signature;

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new(
            "A field is removed, and its value given",
            """
            . = {"foo": "bar", "baz": 1}
            removed = del(.foo)
            [removed, .]
            """,
            """["bar", {"baz": 1}]"""
        ),
        new(
            "A field gets another name",
            """
            .new = del(.old)
            .
            """,
            """{"new": "value"}"""
        )
        {
            Event = """{"old": "value"}""",
        },
        new("Nothing is there", "del(.unknown)", "null"),
        new(
            "A variable's element is removed",
            """
            list = [1, 2, 3]
            del(list[1])
            list
            """,
            "[1, 3]"
        ),
        new(
            "An empty parent stays",
            """
            del(.a.b)
            .
            """,
            """{"a": {}, "c": 1}"""
        )
        {
            Event = """{"a": {"b": true}, "c": 1}""",
        },
        new(
            "Empty parents go too",
            """
            del(.a.b, compact: true)
            .
            """,
            """{"c": 1}"""
        )
        {
            Event = """{"a": {"b": true}, "c": 1}""",
        },
    ];

    protected internal override TypeDef TypeOf(CallSite call) =>
        call.Place?.Kind is { } kind ? kind : Kind.Any;

    protected internal override object? Prepare(CallSite call)
    {
        if (call.IsReadOnly)
        {
            call.Error(315, "mutation of read-only value", "target");
        }
        return null;
    }

    internal override TypeState Change(CallSite call, string? variable, TypeState before)
    {
        // What is known of variables stays as it is, as upstream has it.
        if (call.Place is not { Root: TargetRoot.Event or TargetRoot.Metadata } place)
        {
            return before;
        }
        var kind = before.Of(place.Root);
        return before.With(
            place.Root,
            call["compact"]?.Constant is { } compact
                ? kind.Remove(place.Path, compact == Value.True)
                : kind.Remove(place.Path, compact: false)
                    .Union(kind.Remove(place.Path, compact: true))
        );
    }

    protected internal override Value Call(in Arguments arguments) =>
        arguments.Place!.Remove(arguments.Run, arguments[1] == Value.True);
}
