using System.Text;
using Freshet.Events;

namespace Freshet.Benchmarks.Journal;

/// <summary>Events as a journal takes them, each with an id of its own; they share all else, so that what is measured is the journal.</summary>
internal static class BuildEvents
{
    /// <summary>About what a webhook of a CI system sends.</summary>
    public const int BodyBytes = 300;

    private static readonly byte[] Body = MakeBody();
    private static readonly Dictionary<string, string> NoHeaders = [];

    public static EncodedEvent Encoded(long id) =>
        new()
        {
            Format = EventFormat.CloudEvent,
            Id = Id(id),
            Type = "com.example.build.finished",
            Source = "https://ci.example.com/builds",
            Timestamp = DateTimeOffset.UnixEpoch,
            Headers = NoHeaders,
            Metadata = "{}"u8.ToArray(),
            Json = Body,
        };

    public static EncodedEvent[] Encoded(long first, int count)
    {
        var events = new EncodedEvent[count];
        for (var i = 0; i < count; i++)
        {
            events[i] = Encoded(first + i);
        }
        return events;
    }

    public static string Id(long id) => $"01a1fb9a-7d58-7c7d-{id:x16}";

    private static byte[] MakeBody()
    {
        const string frame = "{\"text\":\"\"}";
        return Encoding.ASCII.GetBytes(
            frame.Insert(frame.Length - 2, new string('x', BodyBytes - frame.Length))
        );
    }
}
