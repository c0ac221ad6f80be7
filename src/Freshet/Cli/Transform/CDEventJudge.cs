using System.Runtime.InteropServices;
using Freshet.Events;
using Freshet.Events.CDEvents;

namespace Freshet.Cli.Transform;

/// <summary>Whether an output is a CDEvent.</summary>
/// <param name="Problems">What is wrong with it.</param>
/// <param name="IsWrong">Whether that makes it no CDEvent; else it is only odd.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct CDEventVerdict(IReadOnlyList<EventFault> Problems, bool IsWrong);

/// <summary>Says whether an output is a CDEvent once Freshet has taken it in: id, source and time are filled in first, since goldens may be without them.</summary>
internal sealed class CDEventJudge
{
    private readonly EventRecogniser recogniser = new(
        TimeProvider.System,
        cdevents: CDEventMode.Off
    );

    /// <summary>
    /// What is wrong with the output. One that is no CDEvent at all is wrong. One that most readers take, though the specification does not have it so, is only odd: programs write null or
    /// nothing for what they do not find.
    /// </summary>
    public CDEventVerdict Judge(Event output)
    {
        var recognised = recogniser.Recognise(output);
        if (recognised.Event is not { } encoded)
        {
            return new([recognised.Fault!], IsWrong: true);
        }
        var outline = new EventOutline(encoded.Json);
        if (CDEventCheck.OfCDEvent(outline) is not { } problems)
        {
            return new([], IsWrong: false);
        }
        var serious = CDEventCheck.OfCDEvent(outline, isLenient: true);
        return new((serious ?? problems).First, IsWrong: serious is not null);
    }
}
