using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Strings;

internal sealed class Join : Function
{
    public override Signature Signature { get; } =
        new(
            "join",
            "String",
            "Puts the texts of an array together.",
            new TypeDef(Kind.Bytes).Fallible(),
            new Parameter("value", Kinds.Array, "The texts."),
            Parameter.Optional("separator", Kinds.Bytes, "", "What stands between them.")
        );

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("Put texts together", """join!(["bring", "us", "together"])""", "\"bringustogether\""),
        new(
            "Put texts together with commas",
            """join!(["sources", "transforms", "sinks"], separator: ", ")""",
            "\"sources, transforms, sinks\""
        ),
        new(
            "Only texts can be put together",
            """join!(["one", 2])""",
            null,
            "all array items must be strings"
        ),
    ];

    protected internal override Value Call(in Arguments arguments)
    {
        var items = arguments[0].Array;
        foreach (var item in items)
        {
            if (!item.IsBytes)
            {
                return Value.Fail("all array items must be strings");
            }
        }
        return string.Join(arguments[1].Text, items.Select(static item => item.Text));
    }
}
