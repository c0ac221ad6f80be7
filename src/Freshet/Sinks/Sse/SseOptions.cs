using System.ComponentModel.DataAnnotations;
using Freshet.Configuration;
using Freshet.Http;
using Freshet.Http.Headers;
using Freshet.Pipelines;
using Freshet.Sinks.Sse.Frames;
using Freshet.Sinks.Sse.Greetings;

namespace Freshet.Sinks.Sse;

/// <summary>
/// Streams events to browsers and services as Server-Sent Events (HTML Living Standard, section 9.2). Each such sink is one endpoint. A client that
/// sends <c>Last-Event-ID</c>, or <c>?last_event_id=</c> where it cannot send headers, gets everything after that event and then what comes; where the
/// journal does not hold that event, because it was removed or belongs to a journal that was lost, an <c>event: error</c> that begins with
/// <c>replay:</c> says so, and what is kept follows. <c>?since=</c> and <c>?until=</c>, in RFC 3339, replay what the journal took in from the
/// one time to before the other, or to the future: the stream ends with its span, and the next try is answered with 204. <c>?event_types=</c> and
/// <c>?sources=</c> leave out what the client does not want: lists of names separated by commas, in which <c>*</c> stands for any characters, such as
/// <c>?event_types=blog.*,*.created&amp;sources=blog-service</c>; an event passes whose type and source both are among them.
/// </summary>
internal sealed class SseOptions : IHttpOptions, ICheckOptions
{
    private static readonly TimeSpan ShortestSession = TimeSpan.FromSeconds(1);

    /// <summary>The endpoint's name; it answers at <c>/sse/{id}</c>.</summary>
    [MinLength(1)]
    public string? Id { get; set; }

    /// <summary>The path where it answers, in place of <c>/sse/{id}</c>.</summary>
    public string? Path { get; set; }

    /// <summary>What the headers of a request must be for it to be let in. None by default: everyone who reaches the server may listen.</summary>
    public HeaderRules Headers { get; set; } = HeaderRules.None;

    /// <summary>
    /// How long a session lasts, which <c>POST {path}/session</c> begins with the headers that the rules ask for: it answers with a cookie, and a browser, whose
    /// <c>EventSource</c> can send no header, opens the stream with that; the stream ends with the session. Eight hours are a working day. <c>0s</c> switches sessions off. A token in
    /// the URL opens nothing: URLs are written to logs.
    /// </summary>
    [DurationRange("0s", "30d")]
    public TimeSpan SessionTtl { get; set; } = TimeSpan.FromHours(8);

    /// <summary>
    /// The <c>event:</c> of each event. By default <c>cdevent</c> for CDEvents and the event's type for others; <c>"type"</c> gives the
    /// type always, any other text is taken as it is.
    /// </summary>
    [MinLength(1)]
    public string? EventName { get; set; }

    /// <summary>
    /// What the <c>data:</c> of each event carries. <c>event</c>: the event as it is, with its id, source and time. <c>data</c>: of CloudEvents and envelopes their
    /// <c>data</c> alone, for pages that know the payload and nothing of what is around it; events that have no such member, and those of other
    /// formats, go out whole. Another Freshet that follows such a stream gets the payload, and no longer the event.
    /// </summary>
    public FrameContent Content { get; set; } = FrameContent.Event;

    /// <summary>A client that was sent nothing for that long is sent a sign of life. 30 s is below what proxies allow a silent connection.</summary>
    [DurationRange("10ms", "1h")]
    public TimeSpan KeepAlive { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// What that sign is. <c>comment</c>: every parser passes over it, and no client is woken. <c>event</c>: an <c>event: heartbeat</c> without an id, whose data
    /// is <c>{"type":"heartbeat","timestamp":"…"}</c>, for clients that watch over their connection and cannot see comments, as a browser's
    /// <c>EventSource</c> cannot.
    /// </summary>
    public HeartbeatForm Heartbeat { get; set; } = HeartbeatForm.Comment;

    /// <summary>
    /// When a client should come back after its connection broke, sent as <c>retry:</c> with up to a half more, so that clients do not
    /// come back all at once.
    /// </summary>
    [DurationRange("1ms", "1h")]
    public TimeSpan Retry { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>
    /// How many events a client may be behind that does not take what it is sent. <c>on_lag</c> says what becomes of one that is further behind. A client
    /// that does take it never falls behind, however busy the server is.
    /// </summary>
    [Range(1, 1_000_000)]
    public int Buffer { get; set; } = 1000;

    /// <summary>How much memory these events may take: where they are large, fewer are kept. All clients share them.</summary>
    [ByteRange("1KiB", "64GiB")]
    public ByteSize BufferBytes { get; set; } = new(64L << 20);

    /// <summary>
    /// What becomes of a client that is further behind than <c>buffer</c>. <c>skip</c>: it is told how many events it missed, and goes on with
    /// the oldest that the buffer holds. <c>replay</c>: it is served from the journal until it has caught up, and misses nothing that the journal
    /// keeps. <c>disconnect</c>: its stream ends, for it to come back with its last event id. The default is what cdviz-collector does.
    /// </summary>
    public LagPolicy OnLag { get; set; } = LagPolicy.Skip;

    /// <summary>
    /// How many of the last events a new client is sent first. None by default: who connects wants to know what happens from now on.
    /// A client that says where it is, by <c>Last-Event-ID</c>, <c>last_event_id</c> or <c>since</c>, is sent everything from there on instead.
    /// </summary>
    [Range(0, 1_000_000)]
    public int Replay { get; set; }

    /// <summary>
    /// How many events are replayed, the oldest first, to a client whose last event the journal does not hold: it is told so, and how many
    /// were left out. 10,000 are more than a page wants to show.
    /// </summary>
    [Range(1, 10_000_000)]
    public int ReplayLimit { get; set; } = 10_000;

    /// <summary>
    /// How much memory the events may take that clients need which are further behind, and which are read from the journal. All clients share
    /// them, so that many that come back at once cost one reading.
    /// </summary>
    [ByteRange("1KiB", "64GiB")]
    public ByteSize ReplayBytes { get; set; } = new(64L << 20);

    /// <summary>
    /// How many clients there may be at the same time; more are answered with 503 and told to come back. Each that is idle takes about 5 KB, and one file
    /// of what <c>ulimit -n</c> allows, which is often less than this default.
    /// </summary>
    [Range(1, 10_000_000)]
    public int MaxClients { get; set; } = 100_000;

    /// <summary>Whether clients may choose by <c>event_types</c> and <c>sources</c>; where not, both are ignored.</summary>
    public bool Filters { get; set; } = true;

    /// <summary>
    /// How many threads send to the clients, each to its share of them; 0, the default, is one for each processor. They sleep while there is nothing to
    /// send.
    /// </summary>
    [Range(0, 1024)]
    public int Pumps { get; set; }

    /// <summary>
    /// A client that accepts nothing for that long is closed: it holds memory, and is most likely gone. One that has vanished without a word is found out by
    /// what it does not acknowledge for that long, on Linux (<c>TCP_USER_TIMEOUT</c>); elsewhere when the system gives it up.
    /// </summary>
    [DurationRange("10ms", "1h")]
    public TimeSpan WriteTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Which web pages may read the stream, in place of what <c>[http.cors]</c> says.</summary>
    public CorsOptions? Cors { get; set; }

    /// <summary>What each client is sent first, under a name of its own; nothing by default.</summary>
    public GreetingOptions? Greeting { get; set; }

    IReadOnlyList<string> IHttpOptions.Paths => [Route];

    IReadOnlyList<string> IHttpOptions.SidePaths => [SessionRoute];

    /// <summary>The path where it answers.</summary>
    internal string Route => Path ?? $"/sse/{Id}";

    /// <summary>The path where sessions begin and end.</summary>
    internal string SessionRoute => $"{Route.TrimEnd('/')}/session";

    /// <summary>Whether a cookie can do in place of headers.</summary>
    internal bool HasSessions => Headers.Count > 0 && SessionTtl > TimeSpan.Zero;

    public void Check(OptionsScope scope)
    {
        if (Id is null && Path is null)
        {
            scope.Error(
                "id",
                "an sse sink needs an id",
                "add id = \"events\" for the path /sse/events"
            );
        }
        HttpPath.Check(scope, Path is null ? "id" : "path", Route);
        if (SessionTtl > TimeSpan.Zero && SessionTtl < ShortestSession)
        {
            scope.Error(
                "session_ttl",
                "a session lasts a second or longer",
                "browsers count the life of a cookie in seconds; 0s switches sessions off"
            );
        }
    }
}
