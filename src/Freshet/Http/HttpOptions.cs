using System.ComponentModel.DataAnnotations;
using Freshet.Configuration;
using Freshet.Http.AccessLog;
using Freshet.Http.RateLimiting;
using Freshet.Http.Tls;

namespace Freshet.Http;

/// <summary><c>[http]</c>: the server that webhooks, streams and health share.</summary>
internal sealed class HttpOptions : ICheckOptions
{
    /// <summary>
    /// The address to listen on: an IP address, <c>localhost</c>, or <c>*</c> for all. Loopback by default, so that nothing is reachable
    /// from other machines unless that is wanted: then <c>0.0.0.0</c>, or <c>*</c> with IPv6.
    /// </summary>
    public string Host { get; set; } = ListenAddress.Loopback;

    /// <summary>The port to listen on; 0 takes a free one, which the log tells.</summary>
    [Range(0, 65535)]
    public int Port { get; set; } = 8080;

    /// <summary>How this server is reached from outside, <c>http://HOST:PORT</c> by default: it begins the <c>source</c> of events that name none.</summary>
    public string? RootUrl { get; set; }

    /// <summary>How long a request may take, from its first byte to its answer; streams are not meant.</summary>
    [DurationRange("100ms", "1h")]
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long clients of streams may take to leave when the server stops, or a reload ends their stream: they are sent away one after the other, spread over that time, and not all at once, so that
    /// those who come back to another server do not do so together. Where they are few it takes less: fifty a second leave. All else goes on meanwhile. The stop takes at most this,
    /// <c>shutdown_notice</c>, and about four seconds for what is in hand. The default leaves room below the 10 s after which Docker ends a process; Kubernetes allows 30 s, systemd 90 s. <c>0s</c>
    /// ends all streams at once, as a second signal does.
    /// </summary>
    [DurationRange("0s", "1h")]
    public TimeSpan ShutdownGrace { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long the server goes on as ever when it is told to stop, but that <c>/health</c> answers 503: load balancers notice, and send nobody here any more. None by default, since
    /// where there is no balancer nobody is to wait; behind one, a little more than the time between two of its looks.
    /// </summary>
    [DurationRange("0s", "1h")]
    public TimeSpan ShutdownNotice { get; set; } = TimeSpan.Zero;

    /// <summary>
    /// The proxies before this server, by address or network: <c>["10.0.0.0/8", "::1"]</c>. What they say in <c>X-Forwarded-For</c> is the client's address
    /// for the rate limit, the log and the lists of clients, and where <c>X-Forwarded-Proto</c> says <c>https</c>, the cookies of sessions are for HTTPS alone. None
    /// by default: whoever is not trusted could claim any address.
    /// </summary>
    public List<TrustedNetwork> TrustedProxies { get; set; } = [];

    /// <summary>Serves HTTPS in place of HTTP; absent by default.</summary>
    public TlsOptions? Tls { get; set; }

    /// <summary>Which web pages may read the streams, where an endpoint says nothing of its own.</summary>
    public CorsOptions Cors { get; set; } = new();

    /// <summary>How many requests each client may make, of whatever kind.</summary>
    public RateLimitOptions RateLimit { get; set; } = new();

    /// <summary>Which requests the log has a line of.</summary>
    public AccessLogOptions AccessLog { get; set; } = new();

    public void Check(OptionsScope scope)
    {
        ListenAddress.Check(Host, "http.host", scope);
        var isUrl =
            RootUrl is null
            || (
                Uri.TryCreate(RootUrl, UriKind.Absolute, out var url)
                && url.Scheme is "http" or "https"
            );
        if (!isUrl)
        {
            scope.Error(
                "root_url",
                "http.root_url must be an absolute URL",
                "for example https://events.example.com"
            );
        }
    }

    /// <summary><see cref="RootUrl"/>, or what follows from the address, without a slash at its end.</summary>
    internal string EffectiveRootUrl()
    {
        if (RootUrl is not null)
        {
            return RootUrl.TrimEnd('/');
        }
        var host = Host is "*" or "0.0.0.0" or "::" ? "localhost" : Host;
        var scheme = Tls is null ? "http" : "https";
        return host.Contains(':') ? $"{scheme}://[{host}]:{Port}" : $"{scheme}://{host}:{Port}";
    }
}
