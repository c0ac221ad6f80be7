using System.ComponentModel.DataAnnotations;

namespace Freshet.Http.RateLimiting;

/// <summary>
/// How many requests each client may make. Beyond that it is answered with 429, <c>Retry-After</c> and a plain text. A client is an IPv4 address, or
/// the 64 leading bits of an IPv6 address, since whoever has one of these has all of them; behind a proxy, <c>trusted_proxies</c> says
/// which address counts. Health checks and CORS preflights are not limited, nor is a stream once it is open. At most 100,000 clients are remembered; while so
/// many have used up a part of what they may, those that come new share what one may.
/// </summary>
internal sealed class RateLimitOptions
{
    /// <summary>Whether there is a limit; by default not, since collectors behind one address send a lot.</summary>
    public bool Enabled { get; set; }

    /// <summary>How many requests a client may make in the long run. One a second is more than a page needs that opens a stream.</summary>
    [Range(1, 1_000_000)]
    public int RequestsPerMinute { get; set; } = 60;

    /// <summary>How many it may make at once, after it has made none for a while: a few tabs that are opened together.</summary>
    [Range(1, 1_000_000)]
    public int Burst { get; set; } = 10;
}
