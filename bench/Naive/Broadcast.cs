using System.Collections.Concurrent;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Freshet.Naive;

/// <summary>Every event to every client, through a queue for each.</summary>
internal sealed class Broadcast : IDisposable
{
    /// <summary>How many events may wait for one client: as many as the ring of Freshet's stream holds by default.</summary>
    private const int Waiting = 1000;

    private readonly ConcurrentDictionary<Guid, Channel<SseItem<string>>> clients = new();
    private readonly SemaphoreSlim order = new(1, 1);
    private long last;

    /// <summary>Returns once every client's queue has the event, so all have one order. A queue that is full is waited for: what drops events delivers
    /// fewer, and would look faster for it.</summary>
    public async Task PublishAsync(string body, CancellationToken cancellation)
    {
        await order.WaitAsync(cancellation);
        try
        {
            var item = new SseItem<string>(body) { EventId = $"{++last}" };
            foreach (var (_, client) in clients)
            {
                while (!client.Writer.TryWrite(item))
                {
                    if (!await client.Writer.WaitToWriteAsync(cancellation))
                    {
                        break; // the client has gone
                    }
                }
            }
        }
        finally
        {
            order.Release();
        }
    }

    /// <summary>The events from now on, until the client goes.</summary>
    public async IAsyncEnumerable<SseItem<string>> FollowAsync(
        HttpResponse response,
        [EnumeratorCancellation] CancellationToken cancellation
    )
    {
        var id = Guid.NewGuid();
        var channel = Channel.CreateBounded<SseItem<string>>(
            new BoundedChannelOptions(Waiting)
            {
                FullMode = BoundedChannelFullMode.Wait,
                SingleReader = true,
            }
        );
        clients[id] = channel;
        try
        {
            // The result writes its head with the first event; a client would not know until then that it is connected.
            await response.Body.FlushAsync(cancellation);
            await foreach (var item in channel.Reader.ReadAllAsync(cancellation))
            {
                yield return item;
            }
        }
        finally
        {
            clients.TryRemove(id, out _);
            channel.Writer.TryComplete();
        }
    }

    public void Dispose() => order.Dispose();
}
