using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Strings;

internal sealed class Basename : Function
{
    public override Signature Signature { get; } =
        new(
            "basename",
            "String",
            "Gives the last name of a path: the file, or the directory where the path ends with a slash.",
            new TypeDef(Kind.Of(Kinds.Bytes | Kinds.Null)).Fallible(),
            new Parameter("value", Kinds.Bytes, "The path, with slashes.")
        );

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("The name of a file", """basename!("/usr/local/bin/vrl")""", "\"vrl\""),
        new("The name of a directory", """basename!("/home/user/")""", "\"user\""),
        new("The root has no name", """basename!("/")""", "null"),
    ];

    protected internal override Value Call(in Arguments arguments) =>
        UnixPath.Name(arguments[0].Text) is { } name ? name : Value.Null;
}
