using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Strings;

internal sealed class Dirname : Function
{
    public override Signature Signature { get; } =
        new(
            "dirname",
            "String",
            "Gives a path without its last name.",
            new TypeDef(Kind.Bytes).Fallible(),
            new Parameter("value", Kinds.Bytes, "The path, with slashes.")
        );

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("The directory of a file", """dirname!("/usr/local/bin/vrl")""", "\"/usr/local/bin\""),
        new("The directory of a directory", """dirname!("/home/user/")""", "\"/home\""),
        new("The root is its own directory", """dirname!("/")""", "\"/\""),
        new(
            "A file without a directory is in the current one",
            """dirname!("file.txt")""",
            "\".\""
        ),
    ];

    protected internal override Value Call(in Arguments arguments) =>
        UnixPath.Parent(arguments[0].Text);
}
