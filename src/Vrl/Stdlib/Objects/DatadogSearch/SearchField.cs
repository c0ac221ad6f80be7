using System.Runtime.InteropServices;
using Freshet.Vrl.Syntax;

namespace Freshet.Vrl.Stdlib.Objects.DatadogSearch;

/// <summary>How a field is compared.</summary>
internal enum SearchFieldKind
{
    /// <summary>Where the text of an event is: by its words.</summary>
    Text,

    /// <summary>A field that Datadog knows, such as <c>host</c>: as a whole.</summary>
    Reserved,

    /// <summary>Any field, <c>@a.b</c>: as a whole, numbers as numbers.</summary>
    Attribute,

    /// <summary>An element <c>name:value</c> of the array <c>tags</c>.</summary>
    Tag,
}

/// <summary>A field that a query names.</summary>
/// <param name="Kind">How it is compared.</param>
/// <param name="Name">The tag's name; else the path as text.</param>
/// <param name="Path">Where it is in the event.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct SearchField(SearchFieldKind Kind, string Name, Segment[] Path)
{
    private static readonly string[] textFields =
    [
        "message",
        "custom.error.message",
        "custom.error.stack",
        "custom.title",
        QueryParser.DefaultField,
    ];

    private static readonly string[] reservedFields =
    [
        "host",
        "source",
        "status",
        "service",
        "trace_id",
        "message",
        "timestamp",
        "tags",
    ];

    /// <summary>Whether it is the array of tags as a whole.</summary>
    public bool IsTags => Kind == SearchFieldKind.Reserved && Name == "tags";

    /// <summary>The fields that an attribute means: several where the query names none. False where it is no path.</summary>
    public static bool TryFind(string attribute, out SearchField[] fields)
    {
        if (attribute == QueryParser.DefaultField)
        {
            fields =
            [
                .. textFields.Select(name => new SearchField(
                    SearchFieldKind.Text,
                    name,
                    [.. name.Split('.').Select(key => new Segment(key))]
                )),
            ];
            return true;
        }
        var name = attribute.Replace('@', '.');
        var kind =
            attribute.StartsWith('@') ? SearchFieldKind.Attribute
            : textFields.Contains(name, StringComparer.Ordinal) ? SearchFieldKind.Text
            : reservedFields.Contains(name, StringComparer.Ordinal) ? SearchFieldKind.Reserved
            : SearchFieldKind.Tag;
        var path = AttributePath.Parse(kind == SearchFieldKind.Tag ? "tags" : name);
        fields = path is null ? [] : [new(kind, name, path)];
        return path is not null;
    }
}
