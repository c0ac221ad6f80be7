using System.Runtime.InteropServices;
using System.Text.Json;

namespace Freshet.Terraform;

/// <summary>
/// Writes what is different between two objects, as members <c>path: {"old": …, "new": …}</c>. Objects are gone into, everything else is compared as a whole: a
/// state does not tell sets from lists. What stands in place of a sensitive value is shown as <see cref="Redactor.Marker"/>.
/// </summary>
internal sealed class AttributeChanges(Utf8JsonWriter writer)
{
    /// <summary>How many were written.</summary>
    public int Count { get; private set; }

    /// <summary>Compares what two objects have.</summary>
    /// <param name="path">Where they are; empty for the attributes themselves.</param>
    /// <param name="before">The older; undefined where there was none.</param>
    /// <param name="after">The newer; undefined where there is none.</param>
    public void CompareMembers(string path, JsonElement before, JsonElement after)
    {
        var newer = SameValue.MembersOf(after);
        foreach (var (name, old) in SameValue.MembersOf(before))
        {
            newer.Remove(name, out var now);
            Compare(StateAddress.Member(path, name), old, now);
        }
        foreach (var (name, now) in newer)
        {
            Compare(StateAddress.Member(path, name), default, now);
        }
    }

    private void Compare(string path, JsonElement before, JsonElement after)
    {
        // An object that came or went is told member by member, unless it has none.
        var isGoneInto = HasMembers(before)
            ? HasMembers(after) || SameValue.IsNothing(after)
            : HasMembers(after) && SameValue.IsNothing(before);
        if (isGoneInto)
        {
            CompareMembers(path, before, after);
        }
        else if (!SameValue.Are(before, after))
        {
            Count++;
            var isSensitive = Redactor.IsMarker(before) || Redactor.IsMarker(after);
            writer.WriteStartObject(path);
            writer.WritePropertyName("old"u8);
            Show(before, isSensitive);
            writer.WritePropertyName("new"u8);
            Show(after, isSensitive);
            writer.WriteEndObject();
        }
    }

    private static bool HasMembers(JsonElement value) =>
        value.ValueKind == JsonValueKind.Object
        && value.GetPropertyCount() > 0
        && !Redactor.IsMarker(value);

    private void Show(JsonElement value, bool isSensitive)
    {
        if (SameValue.IsNothing(value))
        {
            writer.WriteNullValue();
            return;
        }
        if (isSensitive || Redactor.IsMarker(value))
        {
            writer.WriteStringValue(Redactor.MarkerUtf8);
            return;
        }
        var raw = JsonMarshal.GetRawUtf8Value(value);
        if (raw.IndexOf(Redactor.MarkerUtf8) < 0)
        {
            writer.WriteRawValue(raw, skipInputValidation: true);
        }
        else if (value.ValueKind == JsonValueKind.Array)
        {
            writer.WriteStartArray();
            foreach (var item in value.EnumerateArray())
            {
                Show(item, isSensitive: false);
            }
            writer.WriteEndArray();
        }
        else if (value.ValueKind == JsonValueKind.Object)
        {
            writer.WriteStartObject();
            foreach (var member in value.EnumerateObject())
            {
                writer.WritePropertyName(member.Name);
                Show(member.Value, isSensitive: false);
            }
            writer.WriteEndObject();
        }
        else
        {
            writer.WriteRawValue(raw, skipInputValidation: true);
        }
    }
}
