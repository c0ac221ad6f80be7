using System.Text.Json;
using Freshet.Events;

namespace Freshet.Terraform.Drift;

/// <summary>Reads members of records, whatever those are: what is not there, or is something else, is null or undefined.</summary>
internal static class JsonMembers
{
    /// <summary>The value that the names lead to, one below the other.</summary>
    public static JsonElement At(this JsonElement value, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (
                value.ValueKind != JsonValueKind.Object
                || !value.TryGetProperty(name, out var member)
            )
            {
                return default;
            }
            value = member;
        }
        return value;
    }

    /// <summary>The text there; null where there is none, or an empty one.</summary>
    public static string? TextAt(this JsonElement value, params ReadOnlySpan<string> names) =>
        value.At(names).Text();

    /// <summary>The value where it is a text; null where it is none, or an empty one.</summary>
    public static string? Text(this JsonElement value) =>
        value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text
            ? text
            : null;

    /// <summary>The time there, of RFC 3339.</summary>
    public static DateTimeOffset? TimeAt(
        this JsonElement value,
        params ReadOnlySpan<string> names
    ) => Rfc3339.TryParse(value.TextAt(names), out var time) ? time : null;
}
