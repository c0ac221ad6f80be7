using System.Runtime.InteropServices;
using System.Text.Json;
using Freshet.Events;

namespace Freshet.Terraform;

/// <summary>
/// Whether two values mean the same: null and a member that is absent do, numbers of one size do (<c>1</c>, <c>1.0</c>), and texts that are JSON documents do where the
/// documents do: a policy may come back from a cloud with other white space or another order of members.
/// </summary>
internal static class SameValue
{
    public static bool IsNothing(JsonElement value) =>
        value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null;

    public static bool Are(JsonElement one, JsonElement other)
    {
        if (IsNothing(one) || IsNothing(other))
        {
            return IsNothing(one) && IsNothing(other);
        }
        if (one.ValueKind != other.ValueKind)
        {
            return false;
        }
        if (JsonMarshal.GetRawUtf8Value(one).SequenceEqual(JsonMarshal.GetRawUtf8Value(other)))
        {
            return true;
        }
        return one.ValueKind switch
        {
            JsonValueKind.Object => AreObjects(one, other),
            JsonValueKind.Array => one.GetArrayLength() == other.GetArrayLength()
                && one.EnumerateArray()
                    .Zip(other.EnumerateArray())
                    .All(pair => Are(pair.First, pair.Second)),
            JsonValueKind.String => AreTexts(one.GetString()!, other.GetString()!),
            _ => JsonElement.DeepEquals(one, other),
        };
    }

    /// <summary>The members of an object, to be looked up; none of anything else.</summary>
    public static Dictionary<string, JsonElement> MembersOf(JsonElement value)
    {
        var members = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        if (value.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in value.EnumerateObject())
            {
                members[member.Name] = member.Value;
            }
        }
        return members;
    }

    private static bool AreObjects(JsonElement one, JsonElement other)
    {
        var others = MembersOf(other);
        foreach (var member in one.EnumerateObject())
        {
            others.Remove(member.Name, out var counterpart);
            if (!Are(member.Value, counterpart))
            {
                return false;
            }
        }
        return others.Values.All(IsNothing);
    }

    private static bool AreTexts(string one, string other)
    {
        if (string.Equals(one, other, StringComparison.Ordinal))
        {
            return true;
        }
        if (!LooksLikeDocument(one) || !LooksLikeDocument(other))
        {
            return false;
        }
        try
        {
            using var document = JsonDocument.Parse(one, JsonText.DocumentOptions);
            using var counterpart = JsonDocument.Parse(other, JsonText.DocumentOptions);
            return JsonElement.DeepEquals(document.RootElement, counterpart.RootElement);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // Text after all (half of a surrogate pair is the second of them): and the texts are different.
            return false;
        }
    }

    private static bool LooksLikeDocument(string text) =>
        text.AsSpan().TrimStart(" \t\r\n") is ['{' or '[', ..];
}
