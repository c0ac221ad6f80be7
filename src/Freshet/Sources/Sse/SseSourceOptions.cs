using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using Freshet.Configuration;
using Freshet.Http.Outgoing;

namespace Freshet.Sources.Sse;

/// <summary>
/// Takes events from a stream of Server-Sent Events (HTML Living Standard, section 9.2), such as an <c>sse</c> sink of another Freshet. It keeps
/// its place, the id of the last event that is in the journal, with a file journal across restarts too, and goes on from there after each break. Data that is JSON is the event;
/// other data becomes a JSON string. The metadata gets <c>sse_id</c>, <c>sse_event</c> and <c>sse_url</c>. A server that answers 204 ends the source, as
/// the standard has it; whatever else goes wrong is tried again.
/// </summary>
internal sealed class SseSourceOptions : ICheckOptions
{
    /// <summary>
    /// The stream's address, <c>http</c> or <c>https</c>. Redirects are followed, up to 10. User and password in it are sent as
    /// <c>Authorization: Basic</c>.
    /// </summary>
    [Required(ErrorMessage = "add url = \"https://events.example.com/sse/events\"")]
    public string Url { get; set; } = "";

    /// <summary>Headers to send, such as a token. None of them is sent to another origin that a redirect leads to.</summary>
    public OutgoingHeaders Headers { get; set; } = OutgoingHeaders.None;

    /// <summary>
    /// Goes into the metadata of each event. <c>context.source</c> in it is the source of events that name none, and is
    /// <c>{root_url}?source={name}</c> where it is not given.
    /// </summary>
    public JsonObject Metadata { get; set; } = [];

    /// <summary>
    /// Names of events that are passed over where they have no id of their own: what a server says of the connection, and not of what happened. By default what the
    /// profiles of Freshet greet with, and its heartbeats.
    /// </summary>
    public List<string> IgnoreEvents { get; set; } =
    ["connected", "connection.established", "heartbeat"];

    /// <summary>
    /// Where to begin when there is no place yet: <c>now</c>, with what comes after the first connection, or <c>oldest</c>, with the oldest event
    /// that the server keeps, which is asked for as <c>since=1970-01-01T00:00:00Z</c> in the query. A Freshet understands that, another server may not.
    /// </summary>
    public SseStart Start { get; set; } = SseStart.Now;

    /// <summary>How many times in a row it may fail to get anything before the source ends; without end by default.</summary>
    [Range(0, 1_000_000)]
    public int? MaxRetries { get; set; }

    /// <summary>
    /// How long to wait before the first retry, with up to a half more by chance; a <c>retry:</c> of the server takes its place. Each failure
    /// doubles it, an event or a minute of connection resets it.
    /// </summary>
    [DurationRange("1ms", "1h")]
    public TimeSpan Retry { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How far the wait grows, unless the server asks for more. A minute is soon enough for a server that was down for long.</summary>
    [DurationRange("1ms", "1h")]
    public TimeSpan RetryLimit { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long the server may take to accept the connection and begin its answer, redirects included.</summary>
    [DurationRange("10ms", "1h")]
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// A connection on which nothing came for that long, not even a comment, is taken for broken. 90 s is three times the keep-alive of a Freshet.
    /// </summary>
    [DurationRange("10ms", "1d")]
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromSeconds(90);

    /// <summary>How large the data of an event may be. A larger one is left out, counted and logged; 1 MiB is also the limit of a webhook.</summary>
    [ByteRange("1B", "256MiB")]
    public ByteSize MaxEventBytes { get; set; } = new(1 << 20);

    public void Check(OptionsScope scope)
    {
        var isUrl =
            Uri.TryCreate(Url, UriKind.Absolute, out var url) && url.Scheme is "http" or "https";
        if (scope.IsGiven("url") && !isUrl)
        {
            scope.Error(
                "url",
                "url must be an absolute URL of http or https",
                "for example https://events.example.com/sse/events"
            );
        }
        Headers.CheckSigned(scope);
    }
}

/// <summary>Where a stream begins for who has no place in it.</summary>
internal enum SseStart
{
    Now,
    Oldest,
}
