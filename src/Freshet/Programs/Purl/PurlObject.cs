using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Programs.Purl;

/// <summary>The object that stands for a package URL in programs: <c>{type, namespace, name, version, qualifiers, subpath}</c>.</summary>
internal static class PurlObject
{
    /// <summary>What is known of one that a function here makes.</summary>
    public static Kind Kind { get; } =
        Kind.ObjectOf([
            new("type", Kind.Bytes),
            new("namespace", Kind.Bytes.Or(Kinds.Null)),
            new("name", Kind.Bytes),
            new("version", Kind.Bytes.Or(Kinds.Null)),
            new("qualifiers", Kind.ObjectOf(Kind.Bytes.Or(Kinds.Undefined))),
            new("subpath", Kind.Null),
        ]);

    public static Value Of(
        string type,
        string? @namespace,
        string name,
        string? version,
        params ReadOnlySpan<(string Name, string? Value)> qualifiers
    )
    {
        var given = new VrlObject(qualifiers.Length);
        foreach (var (key, value) in qualifiers)
        {
            if (value is not null)
            {
                given.Set(key, value);
            }
        }
        var purl = new VrlObject(6);
        purl.Set("name", name);
        purl.Set("namespace", OrNull(@namespace));
        purl.Set("qualifiers", Value.From(given));
        purl.Set("subpath", Value.Null);
        purl.Set("type", type);
        purl.Set("version", OrNull(version));
        return Value.From(purl);
    }

    private static Value OrNull(string? text) => text is null ? Value.Null : Value.From(text);
}
