using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using Freshet.Configuration;
using Freshet.Events;
using Freshet.Events.Parsing;
using Freshet.Http.Headers;
using Freshet.Http.Outgoing;
using Freshet.Http.Tls;
using Freshet.Pipelines;
using Freshet.Programs;
using Freshet.Programs.Purl;
using Freshet.Toml;
using Freshet.Vrl;

namespace Freshet.Sources.HttpPolling;

/// <summary>
/// Asks an HTTP server again and again: one <c>url</c>, or what a program says (<c>driver_vrl</c>), from list to details and from page to page. Each round has a window of time,
/// from where the last one ended (<c>ts_after</c>) to a second ago (<c>ts_before</c>); the next window begins only once all of this one is in the journal. An answer that has not changed is no new event.
/// <c>docs/http-polling.md</c> says all of it. The metadata of each event gets <c>ts_after</c>, <c>ts_before</c> and <c>http_polling</c>: <c>{url, method, status, state}</c>.
/// </summary>
internal sealed class HttpPollingOptions : ICheckOptions
{
    private const string ExampleUrl =
        "for example https://ci.example.com/builds?since={ts_after}&until={ts_before}";

    /// <summary>
    /// What to ask in each round, with GET: an absolute URL, <c>http</c> or <c>https</c>. <c>{ts_after}</c> and <c>{ts_before}</c> in it are the window's times. User and password in it are
    /// sent as <c>Authorization: Basic</c>. Either <c>url</c> or <c>driver_vrl</c>.
    /// </summary>
    public string Url { get; set; } = "";

    /// <summary>
    /// A program that says what to ask: it is run with <c>.response = null</c> when a round begins, and again for each answer whose <c>route</c> is <c>feedback</c> or <c>both</c>, and gives
    /// <c>.requests</c>: <c>[{url, method, headers, query, body, route, parser}]</c>, and <c>.state</c> for the runs that follow.
    /// </summary>
    public string DriverVrl { get; set; } = "";

    /// <summary>Of cdviz-collector before 0.42: a program that gives one request.</summary>
    [Foreign(
        Severity.Error,
        "is not available: cdviz-collector itself has driver_vrl in its place since 0.42",
        "let driver_vrl set .requests = [{ \"url\": …, \"query\": … }]"
    )]
    public string? RequestVrl { get; set; }

    /// <summary>From the start of one round to that of the next. A round that failed is followed by the next no sooner than a growing wait says.</summary>
    [DurationRange("10ms", "31d")]
    public TimeSpan PollingInterval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>The least time between the starts of two requests: for servers that limit how many they take and do not say so.</summary>
    [DurationRange("0s", "1h")]
    public TimeSpan MinRequestInterval { get; set; }

    /// <summary>
    /// Where the first window begins, an RFC 3339 time; 1970 by default, so that nothing is left out. Once a round is done its end is kept beside a journal in files, and goes before this.
    /// </summary>
    public string TsAfter { get; set; } = "";

    /// <summary>Where the last window ends, an RFC 3339 time: the source ends once it is there. Without end by default.</summary>
    public string TsBeforeLimit { get; set; } = "";

    /// <summary>Headers to send, such as a token, to the servers of <c>url</c>, of the program's first requests in a round, and of <c>trusted_origins</c>, and to no other.</summary>
    public OutgoingHeaders Headers { get; set; } = OutgoingHeaders.None;

    /// <summary>
    /// More servers that the headers are for, each <c>https://host:port</c>: those that are named only by what other servers answer. None by default, since an answer could else send a token anywhere.
    /// </summary>
    public List<string> TrustedOrigins { get; set; } = [];

    /// <summary>Who signs the servers' certificates, in place of the authorities that the system trusts.</summary>
    public PemText? Ca { get; set; }

    /// <summary>What the source calls itself; some servers refuse who says nothing. <c>freshet/VERSION</c> by default.</summary>
    public string UserAgent { get; set; } = "";

    /// <summary>How long a server may take to answer, body and redirects included.</summary>
    [DurationRange("10ms", "10m")]
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// For how long a request that failed, and may pass, is tried again within its round: no connection, no answer in time, 408, 425, 429 and 5xx. What <c>Retry-After</c> asks for, up to
    /// an hour, is waited beside that.
    /// </summary>
    [DurationRange("0s", "1h")]
    public TimeSpan TotalDurationOfRetries { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How answers hold events, unless the program says so for one. <c>auto</c> goes by the <c>Content-Type</c>, then by the extension of the URL's path, and is <c>json</c> where neither says anything.
    /// </summary>
    public ContentFormat Parser { get; set; } = ContentFormat.Auto;

    /// <summary>
    /// What becomes of an answer that is not 2xx, by its status, <c>"404"</c>, or its class, <c>"4xx"</c>: <c>skip</c> passes over it, <c>hold</c> asks for the whole window again in the next
    /// round, <c>retry</c> tries the request again before that, <c>abort</c> ends the source. By default <c>skip</c> for 404 and 410 of what the program asks because of an answer, since things
    /// come and go between list and details, and <c>hold</c> for everything else.
    /// </summary>
    public Dictionary<string, StatusReaction> OnStatus { get; set; } = [];

    /// <summary>How many requests may be under way at once. Their answers are taken in the order in which they were asked for.</summary>
    [Range(1, 64)]
    public int MaxConcurrency { get; set; } = 4;

    /// <summary>How many requests a round may make, redirects and retries aside; one that needs more is held, so that nothing is left out in silence.</summary>
    [Range(1, 10_000)]
    public int MaxRequests { get; set; } = 1000;

    /// <summary>How far a chain of answers and requests may go: pages follow each other, and each is one deeper. As many as there may be requests.</summary>
    [Range(0, 10_000)]
    public int MaxDepth { get; set; } = 1000;

    /// <summary>The largest body of an answer, unpacked. 16 MiB is some thousand builds.</summary>
    [ByteRange("1KiB", "256MiB")]
    public ByteSize MaxResponseBytes { get; set; } = new(16 << 20);

    /// <summary>Headers of answers that each event keeps; none by default.</summary>
    public List<string> HeadersToKeep { get; set; } = [];

    /// <summary>
    /// Goes into the metadata of each event, and is <c>.metadata</c> in the program. <c>context.source</c> in it is the source of events that name none, and is
    /// <c>{root_url}?source={name}</c> where it is not given.
    /// </summary>
    public JsonObject Metadata { get; set; } = [];

    /// <summary>The program, compiled; null where there is none.</summary>
    internal CompileResult? Driver { get; private set; }

    /// <summary>The authority, read.</summary>
    internal TrustedAuthority? Authority { get; private set; }

    /// <summary>Where the first window begins.</summary>
    internal DateTimeOffset First { get; private set; } = DateTimeOffset.UnixEpoch;

    /// <summary>Where the last one ends; null where none is the last.</summary>
    internal DateTimeOffset? Limit { get; private set; }

    /// <summary>What is told of statuses.</summary>
    internal StatusPolicy Policy => new(OnStatus);

    public void Check(OptionsScope scope)
    {
        CheckWhatToAsk(scope);
        First = CheckTime(scope, "ts_after", TsAfter) ?? First;
        Limit = CheckTime(scope, "ts_before_limit", TsBeforeLimit);
        if (Limit <= First)
        {
            scope.Error("ts_before_limit", "ts_before_limit is not after ts_after");
        }
        foreach (
            var origin in TrustedOrigins.Where(origin =>
                !OutgoingUrl.TryRead(origin, out var url)
                || url.PathAndQuery != "/"
                || url.UserInfo.Length > 0
                || url.Fragment.Length > 0
            )
        )
        {
            scope.Error(
                "trusted_origins",
                $"trusted_origins has \"{origin}\", which is no scheme and host",
                "for example https://builds.example.com:8443"
            );
        }
        foreach (var status in OnStatus.Keys.Where(status => !StatusPolicy.IsStatus(status)))
        {
            scope.Error(
                "on_status",
                $"on_status has \"{status}\", which is neither a status nor a class",
                "a status from 300 to 599, as \"404\", or a class, as \"4xx\""
            );
        }
        foreach (var name in HeadersToKeep.Where(name => !HeaderName.IsToken(name)))
        {
            scope.Error(
                "headers_to_keep",
                $"headers_to_keep has \"{name}\", which is no name of a header"
            );
        }
        if (!HeaderValue.IsValid(UserAgent))
        {
            scope.Error("user_agent", "no header can hold this user_agent");
        }
        if (Ca is not null)
        {
            Authority = TrustedAuthority.Load(Ca, "ca", scope);
        }
        Headers.CheckSigned(scope);
    }

    private void CheckWhatToAsk(OptionsScope scope)
    {
        switch (scope.IsGiven("url"), scope.IsGiven("driver_vrl"))
        {
            case (false, false):
                scope.Error(
                    "url",
                    "there is neither url nor driver_vrl",
                    $"add url = \"…\", {ExampleUrl}"
                );
                break;
            case (true, true):
                scope.Error(
                    "driver_vrl",
                    "url and driver_vrl are both given",
                    "remove one; a program gives its URLs in .requests"
                );
                break;
            case (true, false):
                CheckUrl(scope);
                break;
            default:
                Driver = ConfiguredProgram.Compile(
                    scope,
                    "driver_vrl",
                    DriverVrl,
                    new()
                    {
                        HostFunctions = PurlFunctions.All,
                        Strict = scope.Reader.Shared<PipelineOptions>().VrlStrict,
                    }
                );
                break;
        }
    }

    private void CheckUrl(OptionsScope scope)
    {
        if (OutgoingUrl.TryRead(PollWindow.Sample.FillIn(Url), out _))
        {
            return;
        }
        if (scope.Written("url") is { } written && Url.Contains('@', StringComparison.Ordinal))
        {
            // There may be a password in it.
            scope.Reader.Secrets.Add(written);
        }
        scope.Error("url", "url must be an absolute URL of http or https", ExampleUrl);
    }

    private static DateTimeOffset? CheckTime(OptionsScope scope, string key, string text)
    {
        if (!scope.IsGiven(key))
        {
            return null;
        }
        if (Rfc3339.TryParse(text, out var time))
        {
            return time;
        }
        scope.Error(key, $"{key} must be an RFC 3339 time", "for example 2026-01-31T00:00:00Z");
        return null;
    }
}
