using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Strings;

internal sealed class SplitPath : Function
{
    public override Signature Signature { get; } =
        new(
            "split_path",
            "String",
            "Splits a path into its names.",
            Kind.Array,
            new Parameter("value", Kinds.Bytes, "The path, with slashes.")
        );

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new(
            "The root is a name of its own",
            """split_path("/home/user/")""",
            """["/", "home", "user"]"""
        ),
        new("Split a relative path", """split_path("a//b/./..")""", """["a", "b", ".."]"""),
        new("An empty path has no names", """split_path("")""", "[]"),
    ];

    protected internal override Value Call(in Arguments arguments)
    {
        var names = new VrlArray();
        foreach (var name in UnixPath.Names(arguments[0].Text))
        {
            names.Add(name);
        }
        return Value.From(names);
    }
}
