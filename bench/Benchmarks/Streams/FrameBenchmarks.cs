using System.Text;
using BenchmarkDotNet.Attributes;
using Freshet.Events;

namespace Freshet.Benchmarks.Streams;

/// <summary>What the frame of an event costs, which is made once for all clients of a stream: from its parts, and from an entry of the journal.</summary>
[MemoryDiagnoser]
public class FrameBenchmarks
{
    private const string Name = "com.example.build.finished";
    private const string Id = "01a1fb9a-7d58-7c7d-0000000000000001";
    private const int LineBytes = 100;

    private byte[] data = [];
    private Entry entry = null!;

    /// <summary>Bytes of the event's JSON.</summary>
    [Params(200, 4096)]
    public int Size { get; set; }

    /// <summary>Whether the data is in lines of 100 bytes, each of which becomes a field; what comes from the journal never is.</summary>
    [Params(false, true)]
    public bool InLines { get; set; }

    [GlobalSetup]
    public void Begin()
    {
        data = Encoding.ASCII.GetBytes($$"""{"text":"{{new string('x', Size - 11)}}"}""");
        if (InLines)
        {
            for (var at = LineBytes; at < data.Length; at += LineBytes)
            {
                data[at] = (byte)'\n';
            }
        }
        var encoded = new EncodedEvent
        {
            Format = EventFormat.CloudEvent,
            Id = Id,
            Type = Name,
            Source = "https://ci.example.com/builds",
            Timestamp = DateTimeOffset.UnixEpoch,
            Headers = new Dictionary<string, string>(StringComparer.Ordinal),
            Metadata = "{}"u8.ToArray(),
            Json = data,
        };
        entry = new Entry(1, DateTimeOffset.UnixEpoch, encoded);
    }

    [Benchmark]
    public ReadOnlyMemory<byte> Encode() => SseFrame.Event(Name, Id, data).Chunk;

    [Benchmark]
    public ReadOnlyMemory<byte> EncodeEntry() =>
        SseFrame.Event(SseFrame.NameOf(entry.Event), entry.WireId, entry.Event.Json.Span).Chunk;
}
