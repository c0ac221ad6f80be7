using System.Text;
using Freshet.Events;
using Freshet.Pipelines;
using Shouldly;

namespace Freshet.Tests.Sinks;

/// <summary>An event as sinks are given it.</summary>
internal static class OutgoingEvent
{
    public static Outgoing Of(string json)
    {
        var reading = JsonText.Read(Encoding.UTF8.GetBytes(json));
        reading.Fault.ShouldBeNull();
        var recognition = new EventRecogniser(TimeProvider.System).Recognise(new(reading.Json));
        recognition.Fault.ShouldBeNull();
        var entry = new Entry(1, DateTimeOffset.UnixEpoch, recognition.Event!);
        return new(entry, entry.WireId, entry.Event);
    }
}
