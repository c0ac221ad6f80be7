using System.Text;
using Freshet.LoadTest.Clients;

namespace Freshet.LoadTest.Publishing;

/// <summary>A request that publishes, whole but for the numbers of its events.</summary>
internal sealed class PreparedPost : IPost
{
    /// <summary>The type of each event, for filters to ask for.</summary>
    public const string Type = "load.tick";

    /// <summary>The least that an event takes.</summary>
    public const int SmallestPayload = 56;

    private const string BeforeMarker = $$"""{"type":"{{Type}}","n":"@""";
    private const string BeforePadding = "\",\"pad\":\"";
    private const string AfterPadding = "\"}";

    private readonly byte[] request;
    private readonly int[] places;

    /// <param name="path">Where it is posted.</param>
    /// <param name="headers">Lines of its head, each with its end.</param>
    /// <param name="payload">The size of an event's JSON in bytes.</param>
    /// <param name="batch">How many events; more than one are lines of JSON.</param>
    public PreparedPost(string path, string headers, int payload, int batch)
    {
        var padding = new string(
            'x',
            payload
                - BeforeMarker.Length
                - EventMarker.Digits
                - BeforePadding.Length
                - AfterPadding.Length
        );
        var item =
            BeforeMarker
            + new string('0', EventMarker.Digits)
            + BeforePadding
            + padding
            + AfterPadding;
        var body = batch == 1 ? item : string.Concat(Enumerable.Repeat(item + "\n", batch));
        var type = batch == 1 ? "application/json" : "application/x-ndjson";
        var head =
            $"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: {type}\r\nContent-Length: {body.Length}\r\n{headers}\r\n";
        request = Encoding.ASCII.GetBytes(head + body);
        places =
        [
            .. Enumerable
                .Range(0, batch)
                .Select(i => head.Length + (i * (item.Length + 1)) + BeforeMarker.Length),
        ];
    }

    public int Batch => places.Length;

    public int Longest => request.Length;

    /// <summary>Writes the request with these numbers: the first, and those after it on its lane.</summary>
    public int Write(Span<byte> target, int lane, int firstIndex)
    {
        request.CopyTo(target);
        for (var i = 0; i < places.Length; i++)
        {
            EventMarker.WriteNumber(target[places[i]..], Lanes.Number(lane, firstIndex + i));
        }
        return request.Length;
    }
}
