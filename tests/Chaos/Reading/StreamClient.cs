using System.Net;
using System.Net.ServerSentEvents;
using System.Net.Sockets;
using System.Text;
using Freshet.Chaos.Sending;

namespace Freshet.Chaos.Reading;

/// <summary>
/// A client of a stream that wants every event: it writes down each as it comes, and connects again after the last one that it wrote down. It knows nothing
/// of Freshet but the HTML Living Standard.
/// </summary>
/// <param name="stream">The stream; its query says where a client without a last event begins.</param>
/// <param name="byQuery">Whether it says its last event in the query, as a client that cannot send headers.</param>
/// <param name="diary">Where it writes; what is there already is how far it had come.</param>
internal sealed class StreamClient(Uri stream, bool byQuery, string diary, TimeProvider time)
{
    /// <summary>Five times the keep-alive that the servers are told.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(5);

    /// <summary>A small window, so that a client that stands still is soon a slow one.</summary>
    private const int WindowBytes = 16 * 1024;

    public async Task RunAsync(CancellationToken stopping)
    {
        var before = new Diary("", diary);
        before.Refresh();
        var last = before.Events.LastOrDefault()?.Text;
        using var writer = new DiaryWriter(diary, time);
        using var http = Connector();
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await FollowAsync(http, writer, last, id => last = id, stopping);
                writer.Write(SightingKind.Ended, "by the server");
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault)
                when (fault
                        is HttpRequestException
                            or IOException
                            or SocketException
                            or OperationCanceledException
                )
            {
                writer.Write(SightingKind.Ended, fault.Message);
            }
            // Each at another time.
            var pause = TimeSpan.FromMilliseconds(Random.Shared.Next(50, 250));
            await Task.Delay(pause, time, CancellationToken.None);
        }
    }

    private async Task FollowAsync(
        HttpClient http,
        DiaryWriter writer,
        string? last,
        Action<string> moveOn,
        CancellationToken stopping
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Address(last));
        if (last is not null && !byQuery)
        {
            request.Headers.TryAddWithoutValidation("Last-Event-ID", last);
        }
        using var answer = await http.SendAsync(
            request,
            HttpCompletionOption.ResponseHeadersRead,
            stopping
        );
        if (answer.StatusCode != HttpStatusCode.OK)
        {
            throw new IOException($"answered {(int)answer.StatusCode}");
        }
        writer.Write(SightingKind.Connected, last ?? "from the beginning");
        await using var body = new WatchedStream(
            await answer.Content.ReadAsStreamAsync(stopping),
            Silence,
            time
        );
        var frames = SseParser.Create(
            body,
            (type, data) =>
                type == "error"
                    ? (Text: Encoding.UTF8.GetString(data), Digest: "")
                    : (Text: "", Digest: Digest.Of(data))
        );
        await foreach (var frame in frames.EnumerateAsync(stopping))
        {
            if (frame.Data.Digest.Length == 0)
            {
                writer.Write(SightingKind.Error, frame.Data.Text);
                continue;
            }
            writer.Write(SightingKind.Event, frame.EventId ?? "", frame.Data.Digest);
            moveOn(frames.LastEventId);
        }
    }

    private Uri Address(string? last) =>
        last is not null && byQuery
            ? new Uri(
                $"{stream.GetLeftPart(UriPartial.Path)}?last_event_id={Uri.EscapeDataString(last)}"
            )
            : stream;

    private static HttpClient Connector() =>
        new(
            new SocketsHttpHandler
            {
                // As browsers send it.
                RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8,
                ConnectCallback = async (to, cancellation) =>
                {
                    var socket = new Socket(SocketType.Stream, ProtocolType.Tcp)
                    {
                        ReceiveBufferSize = WindowBytes,
                        NoDelay = true,
                    };
                    try
                    {
                        await socket.ConnectAsync(to.DnsEndPoint, cancellation);
                        return new NetworkStream(socket, ownsSocket: true);
                    }
                    catch
                    {
                        socket.Dispose();
                        throw;
                    }
                },
            }
        )
        {
            Timeout = Silence,
        };
}
