using Freshet.Vrl.Values;

namespace Freshet.Vrl.JsonSchema;

/// <summary>A schema with an address of its own: the whole file, or a part that has an <c>$id</c>.</summary>
internal sealed class SchemaResource(Uri address, Value root)
{
    public Uri Address => address;

    public Value Root => root;

    /// <summary>Parts by the names that they are given for references.</summary>
    public Dictionary<string, Value> Anchors { get; } = new(StringComparer.Ordinal);

    /// <summary>Those names among them that a resource further out may redefine.</summary>
    public HashSet<string> DynamicAnchors { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether a resource further out that is recursive too stands in for this one (draft 2019-09).</summary>
    public bool IsRecursive { get; set; }
}
