using System.Runtime.InteropServices;
using Freshet.Events.CDEvents;

namespace Freshet.Events;

/// <summary>
/// What an event on its way to the journal would be called there, without checking or completing it: for who only wants to look. What is missing is empty, so
/// of an event without an id, which gets one where it is recognised, the id is. The type is never empty.
/// </summary>
/// <param name="Type">Its type, <c>message</c> for JSON that names none.</param>
/// <param name="Id">
/// Its own id. Where it has none, as plain JSON never has: for a CDEvent the <see cref="ContentIdentifier"/> that it will get if nothing of it changes, for others what its transport
/// calls it.
/// </param>
/// <param name="Source">Its own source, or that of <c>metadata.context.source</c>.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct EventIdentity(string Type, string Id, string Source)
{
    /// <param name="json">The event's body, as <see cref="JsonText.Read"/> gives it.</param>
    /// <param name="givenSource">The source that its metadata says; empty where it says none.</param>
    /// <param name="transportId">What its transport calls it; null where that names nothing.</param>
    public static EventIdentity Of(
        ReadOnlyMemory<byte> json,
        string givenSource,
        string? transportId = null
    )
    {
        var named = EventRecogniser.IdOf(transportId) ?? "";
        var outline = new EventOutline(json);
        if (
            outline.Format == EventFormat.CloudEvent
            && CDEventEnvelope.Read(outline) is { IsAgreed: true } envelope
        )
        {
            outline = envelope.Carried;
        }
        if (outline.Format == EventFormat.Plain)
        {
            return new(EventRecogniser.PlainTypeOf(outline), named, givenSource);
        }
        var text = outline.Json.Span;
        var source = TextOf(outline.Source, text);
        var id = TextOf(outline.Id, text);
        if (outline.Format == EventFormat.CDEvent && id is ("" or "0"))
        {
            var whole =
                source.Length == 0 && givenSource.Length > 0
                    ? outline.With("source", outline.Source, givenSource)
                    : outline;
            id = EventRecogniser.ContentIdOf(whole);
        }
        else if (id.Length == 0)
        {
            id = named;
        }
        return new(TextOf(outline.Type, text), id, source.Length > 0 ? source : givenSource);
    }

    private static string TextOf(JsonMember member, ReadOnlySpan<byte> json) =>
        member.IsString ? member.Text(json) : "";
}
