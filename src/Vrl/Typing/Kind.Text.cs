using Freshet.Vrl.Compilation;

namespace Freshet.Vrl.Typing;

/// <content>How a kind is written in messages.</content>
public sealed partial class Kind
{
    private static readonly (Kinds Kind, string Name)[] names =
    [
        (Kinds.Bytes, "string"),
        (Kinds.Integer, "integer"),
        (Kinds.Float, "float"),
        (Kinds.Boolean, "boolean"),
        (Kinds.Timestamp, "timestamp"),
        (Kinds.Regex, "regex"),
        (Kinds.Null, "null"),
        (Kinds.Undefined, "undefined"),
        (Kinds.Array, "array"),
        (Kinds.Object, "object"),
    ];

    /// <summary>As messages say it: <c>string or null</c>, <c>{ a: integer }</c>, <c>any</c>.</summary>
    public override string ToString()
    {
        if (IsAny)
        {
            return "any";
        }
        if (IsNever)
        {
            return "never";
        }
        if (Kinds == Kinds.Object && fields!.Known.Count > 0 && !fields.MayHaveMore)
        {
            return $"{{ {string.Join(", ", fields.Known.Select(pair => $"{PathText.OfField(pair.Key)}: {pair.Value}"))} }}";
        }
        if (Kinds == Kinds.Array && elements!.Known.Count > 0 && !elements.MayHaveMore)
        {
            return $"[{string.Join(", ", elements.Known.Values)}]";
        }
        var parts = names.Where(pair => MayBe(pair.Kind)).Select(pair => pair.Name).ToList();
        return parts.Count == 1
            ? parts[0]
            : $"{string.Join(", ", parts.Take(parts.Count - 1))} or {parts[^1]}";
    }
}
