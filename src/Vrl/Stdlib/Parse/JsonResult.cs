using Freshet.Vrl.Typing;

namespace Freshet.Vrl.Stdlib.Parse;

/// <summary>What is known of a document before it is read.</summary>
internal static class JsonResult
{
    private static readonly Kind inner = Kind.Of(Kinds.Json);

    /// <summary>Anything that JSON has; inside containers the same one level down, and anything below.</summary>
    public static TypeDef Type { get; } =
        new TypeDef(
            Kind.ObjectOf(inner).Union(Kind.ArrayOf(inner)).Or(Kinds.Json & ~Kinds.Container)
        ).Fallible();
}
