using System.Text;
using Freshet.Events;

namespace Freshet.Tests.Journal;

/// <summary>Events as a journal takes them.</summary>
internal static class SampleEvents
{
    public static EncodedEvent Encoded(
        string id,
        string source = "test",
        string json = "{}",
        string type = "message",
        EventFormat format = EventFormat.Plain
    ) =>
        new()
        {
            Format = EventFormat.Envelope,
            Id = id,
            Type = type,
            Source = source,
            Timestamp = DateTimeOffset.UnixEpoch,
            Headers = new Dictionary<string, string>(),
            Metadata = "{}"u8.ToArray(),
            Json = Encoding.UTF8.GetBytes(json),
        };

    public static EncodedEvent[] Encoded(params IEnumerable<int> ids) =>
        [.. ids.Select(id => Encoded(id.ToString()))];
}
