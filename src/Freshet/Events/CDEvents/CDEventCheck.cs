using System.Text;
using System.Text.Json;

namespace Freshet.Events.CDEvents;

/// <summary>Whether a CDEvent holds to the specification (0.3.0, 0.4.1, 0.5.1), by the forms of <see cref="CDEventTypes"/>.</summary>
internal static class CDEventCheck
{
    private const int LongestType = EventRecogniser.LongestType;

    /// <summary>
    /// Checks an event, as it is before anything is filled in: what is not there is missing. One counts as a CDEvent too where only what tells that is wrong: an object that has
    /// no members but those of a CDEvent, and a subject with id and content.
    /// </summary>
    /// <param name="outline">The event.</param>
    /// <returns>What is wrong; null where nothing is, or it is no CDEvent.</returns>
    public static CDEventProblems? Of(in EventOutline outline) =>
        outline.Format == EventFormat.CDEvent || IsMeantAsCDEvent(outline.Json.Span)
            ? OfCDEvent(outline)
            : null;

    /// <summary>Checks what must be a CDEvent.</summary>
    /// <param name="outline">The event.</param>
    /// <param name="root">The path of the event, where it is part of another; empty where it is none.</param>
    /// <param name="isLenient">
    /// Whether what most readers take all the same is no problem: null for a member that may be absent, an empty text in the content, and a type's version of a release before 0.5
    /// beside <c>specversion</c>.
    /// </param>
    public static CDEventProblems? OfCDEvent(
        in EventOutline outline,
        string root = "",
        bool isLenient = false
    )
    {
        var json = outline.Json.Span;
        Span<char> buffer = stackalloc char[LongestType];
        var found =
            outline.Format == EventFormat.CDEvent
                ? CDEventTypes.Find(
                    TextOf(outline.Type, json, buffer),
                    isNew: outline.SpecVersion.Kind != JsonTokenType.None
                )
                : CDEventTypes.Find([], HasSpecVersion(json));
        var walk = new CDEventWalk(json, root, isLenient);
        walk.Check(found.Form);
        if (found.Fault is { } fault && !(isLenient && found.IsOdd))
        {
            walk.Add(root.Length > 0 ? root + ".context.type" : "context.type", fault);
        }
        return walk.Problems;
    }

    private static ReadOnlySpan<char> TextOf(
        JsonMember member,
        ReadOnlySpan<byte> json,
        Span<char> buffer
    )
    {
        var text = json.Slice(member.Start + 1, member.Length - 2);
        return text.Length <= buffer.Length && !text.Contains((byte)'\\')
            ? buffer[..Encoding.UTF8.GetChars(text, buffer)]
            : member.Text(json);
    }

    private static bool HasSpecVersion(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, JsonText.ReaderOptions);
        reader.Read();
        return JsonMember.TryEnter(ref reader, "context"u8)
            && reader.TokenType == JsonTokenType.StartObject
            && JsonMember.TryEnter(ref reader, "specversion"u8);
    }

    private static bool IsMeantAsCDEvent(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, JsonText.ReaderOptions);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }
        var hasSubject = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isSubject = reader.ValueTextEquals("subject"u8);
            if (
                !isSubject
                && !reader.ValueTextEquals("context"u8)
                && !reader.ValueTextEquals("customData"u8)
                && !reader.ValueTextEquals("customDataContentType"u8)
            )
            {
                return false;
            }
            reader.Read();
            if (isSubject)
            {
                hasSubject = HasIdAndContent(reader);
            }
            reader.Skip();
        }
        return hasSubject;
    }

    /// <param name="reader">Stands on the value; a copy, which the caller's does not follow.</param>
    private static bool HasIdAndContent(Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }
        var (hasId, hasContent) = (false, false);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            hasId |= reader.ValueTextEquals("id"u8);
            hasContent |= reader.ValueTextEquals("content"u8);
            reader.Read();
            reader.Skip();
        }
        return hasId && hasContent;
    }
}
