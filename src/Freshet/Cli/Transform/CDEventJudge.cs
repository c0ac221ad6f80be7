using Freshet.Events;
using Freshet.Events.CDEvents;

namespace Freshet.Cli.Transform;

/// <summary>Says whether an output is a CDEvent once Freshet has taken it in: id, source and time are filled in first, since goldens are without them.</summary>
internal sealed class CDEventJudge
{
    private readonly EventRecogniser recogniser = new(
        TimeProvider.System,
        cdevents: CDEventMode.Off
    );

    /// <summary>What is wrong with the output; empty where nothing is. An output that is no CDEvent at all is wrong.</summary>
    public IReadOnlyList<EventFault> Problems(Event output)
    {
        var recognised = recogniser.Recognise(output);
        if (recognised.Event is not { } encoded)
        {
            return [recognised.Fault!];
        }
        return CDEventCheck.OfCDEvent(new EventOutline(encoded.Json)) is { } problems
            ? problems.First
            : [];
    }
}
