using System.Runtime.InteropServices;

namespace Freshet.Events.CDEvents;

/// <summary>What an event is taken in as.</summary>
/// <param name="Outline">The event: of a CloudEvent that carries a CDEvent, the CDEvent.</param>
/// <param name="Metadata">Its metadata, with what an envelope said beside.</param>
/// <param name="Problems">What is wrong with it as a CDEvent; null where nothing is, or nobody looks.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct TakenEvent(
    EventOutline Outline,
    ReadOnlyMemory<byte> Metadata,
    CDEventProblems? Problems
);

/// <summary>Takes CDEvents in: out of their envelopes, and checked.</summary>
internal static class CDEventIntake
{
    /// <summary>
    /// A CloudEvent that carries a CDEvent becomes that; where the two do not agree it stays as it is, so that nothing of it is lost, and that is a problem of it.
    /// </summary>
    public static TakenEvent Take(
        in EventOutline outline,
        ReadOnlyMemory<byte> metadata,
        CDEventMode mode
    )
    {
        var isChecked = mode != CDEventMode.Off;
        switch (outline.Format)
        {
            case EventFormat.CDEvent or EventFormat.Plain when isChecked:
                return new(outline, metadata, CDEventCheck.Of(outline));
            case EventFormat.CloudEvent when CDEventEnvelope.Read(outline) is { } envelope:
                var problems = isChecked ? envelope.Check() : null;
                return envelope.IsAgreed
                    ? new(envelope.Carried, envelope.AddExtensions(metadata), problems)
                    : new(outline, metadata, problems);
            default:
                return new(outline, metadata, null);
        }
    }
}
