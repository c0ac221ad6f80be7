using System.Net;

namespace Freshet.Http.RateLimiting;

/// <summary>
/// Limits the requests of each client: a bucket of <c>burst</c> of them, refilled at the configured rate. It is kept as one number, the time at which the bucket
/// will be full again (the generic cell rate algorithm, ITU-T I.371). A bucket that is full is as good as none, so that forgetting it lets nobody have more.
/// </summary>
/// <remarks>
/// Not <c>System.Threading.RateLimiting</c>: that takes its time from the system, so that it cannot be tested without waiting, and the number of its partitions has
/// no bound, so that whoever has many addresses fills the memory.
/// </remarks>
internal sealed class RateLimiter
{
    /// <summary>How many clients are remembered, in all stripes together.</summary>
    public const int MaxClients = 100_000;

    /// <summary>Clients are spread over so many tables, each with a lock of its own, so that requests seldom wait for each other.</summary>
    private const int Stripes = 16;

    private readonly TimeProvider time;
    private readonly long began;

    /// <summary>The time between two requests at the configured rate, in ticks; rounded up, so that it is never more.</summary>
    private readonly long interval;

    /// <summary>How far ahead the time may lie at which a bucket is full, for a request to be let in.</summary>
    private readonly long tolerance;

    private readonly Stripe[] stripes;
    private readonly Lock sharing = new();

    /// <summary>The bucket of those that there is no room for.</summary>
    private long sharedFull;

    public RateLimiter(RateLimitOptions options, TimeProvider time, int maxClients = MaxClients)
    {
        this.time = time;
        began = time.GetTimestamp();
        interval =
            (TimeSpan.TicksPerMinute + options.RequestsPerMinute - 1) / options.RequestsPerMinute;
        tolerance = interval * (options.Burst - 1);
        stripes = new Stripe[Math.Min(Stripes, maxClients)];
        for (var i = 0; i < stripes.Length; i++)
        {
            stripes[i] = new(maxClients / stripes.Length);
        }
    }

    /// <summary>How many clients are remembered now.</summary>
    public int Clients => stripes.Sum(stripe => stripe.Count);

    /// <summary>Counts a request of that address, unless it is one too many.</summary>
    public RateLimitVerdict Check(IPAddress? address)
    {
        var client = ClientNetwork.Of(address);
        var now = time.GetElapsedTime(began).Ticks;
        var stripe = stripes[(uint)client.GetHashCode() % stripes.Length];
        lock (stripe.Gate)
        {
            if (stripe.HasRoomFor(client, now))
            {
                var full = stripe[client];
                var verdict = Take(ref full, now);
                stripe[client] = full;
                return verdict;
            }
        }
        lock (sharing)
        {
            return Take(ref sharedFull, now) with { IsShared = true };
        }
    }

    private RateLimitVerdict Take(ref long full, long now)
    {
        var wait = full - now - tolerance;
        if (wait > 0)
        {
            return new(TimeSpan.FromTicks(wait));
        }
        full = Math.Max(full, now) + interval;
        return default;
    }

    /// <summary>The buckets of some of the clients; used within its gate.</summary>
    private sealed class Stripe(int capacity)
    {
        /// <summary>When the bucket of each client is full again.</summary>
        private readonly Dictionary<ClientNetwork, long> full = [];

        /// <summary>
        /// Each client once, by a time before which its bucket is not full. The time is put right only when the client comes first: each time that
        /// is to do was paid for by a request that was let in.
        /// </summary>
        private readonly PriorityQueue<ClientNetwork, long> order = new();

        public Lock Gate { get; } = new();

        public int Count
        {
            get
            {
                lock (Gate)
                {
                    return full.Count;
                }
            }
        }

        public long this[ClientNetwork client]
        {
            get => full.GetValueOrDefault(client);
            set
            {
                if (!full.ContainsKey(client))
                {
                    order.Enqueue(client, value);
                }
                full[client] = value;
            }
        }

        /// <summary>Whether the client is known, or can be: where there are too many, one whose bucket is full is forgotten.</summary>
        public bool HasRoomFor(ClientNetwork client, long now)
        {
            if (full.ContainsKey(client) || full.Count < capacity)
            {
                return true;
            }
            while (order.TryPeek(out var first, out var earliest) && earliest <= now)
            {
                var known = full[first];
                if (known <= now)
                {
                    order.Dequeue();
                    full.Remove(first);
                    return true;
                }
                order.DequeueEnqueue(first, known);
            }
            return false;
        }
    }
}
