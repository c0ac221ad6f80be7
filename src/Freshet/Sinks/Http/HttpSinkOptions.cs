using System.ComponentModel.DataAnnotations;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Serialization;
using Freshet.Configuration;
using Freshet.Http.Outgoing;
using Freshet.Http.Tls;
using Freshet.Pipelines;

namespace Freshet.Sinks.Http;

/// <summary>What a request of an http sink carries.</summary>
internal enum HttpContentForm
{
    /// <summary>One event, its JSON as it is.</summary>
    Event,

    /// <summary>One event as a CloudEvent in structured mode, <c>application/cloudevents+json</c>.</summary>
    [JsonStringEnumMemberName("cloudevents")]
    CloudEvents,

    /// <summary>One event as a CloudEvent in binary mode, attributes in <c>ce-</c> headers.</summary>
    [JsonStringEnumMemberName("cloudevents-binary")]
    CloudEventsBinary,

    /// <summary>Several events as a JSON array.</summary>
    Batch,
}

/// <summary>
/// Sends events to an HTTP server, in the order of the journal, each at least once: one that was answered with 2xx is done. Without a connection, without an answer in
/// time, and where the answer is 408, 425, 429 or 5xx it is sent again, when <c>Retry-After</c> says or after a growing pause; any other answer goes to the dead letters
/// at once. 307 and 308 to the same scheme, host and port are followed, other redirects are not, since they would turn a POST into a GET or take its headers, tokens among them,
/// to someone else. Each request but those of a batch has the event's name on a stream, percent-encoded, as <c>X-Freshet-Event-Id</c>: the same when
/// it is sent again, for the receiver to know it by.
/// </summary>
internal sealed class HttpSinkOptions : BatchOptions, ICheckOptions
{
    private static readonly string[] BatchKeys =
    [
        "batch_max_events",
        "batch_max_bytes",
        "batch_max_wait",
    ];

    /// <summary>Where requests go: an absolute URL, <c>http</c> or <c>https</c>. User and password in it are sent as <c>Authorization: Basic</c>. A proxy is taken from <c>HTTPS_PROXY</c>, <c>HTTP_PROXY</c> and <c>NO_PROXY</c>.</summary>
    [Required(ErrorMessage = "give the URL that events are sent to: https://example.com/events")]
    public string Destination { get; set; } = "";

    /// <summary>The method of the requests: <c>POST</c>, <c>PUT</c> or <c>PATCH</c>.</summary>
    [AllowedValues("POST", "PUT", "PATCH")]
    public string Method { get; set; } = "POST";

    /// <summary>
    /// The headers of the requests: <c>{ type = "static", value }</c>, <c>{ type = "secret", value = NAME_OF_VARIABLE }</c>, both with <c>prefix</c> and
    /// <c>suffix</c>, or <c>{ type = "signature", token, … }</c> with the keys of the rule of that type. They take the place of the sink's own.
    /// </summary>
    public OutgoingHeaders Headers { get; set; } = OutgoingHeaders.None;

    /// <summary>
    /// What a request carries. <c>"event"</c>: the event's JSON. <c>"cloudevents"</c>: a CloudEvent in structured mode; an event of another
    /// format is wrapped whole, as <c>data</c>, a CDEvent by its own binding, with its subject's id as <c>subject</c> and its schema as <c>dataschema</c>. <c>"cloudevents-binary"</c>: its attributes as <c>ce-</c> headers and its data as the body, or the structured mode
    /// where headers cannot hold it. <c>"batch"</c>: a JSON array of events, as <c>application/json</c>; for a webhook of Freshet set the header
    /// <c>Content-Type</c> to <c>application/cloudevents-batch+json</c>. The keys <c>batch_…</c> go with it alone.
    /// </summary>
    public HttpContentForm Content { get; set; } = HttpContentForm.Event;

    /// <summary>How long connecting may take, TLS included.</summary>
    [DurationRange("10ms", "10m")]
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a request may take until its answer is here, connecting included. 30 s is what many servers allow themselves.</summary>
    [DurationRange("10ms", "10m")]
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Who signs the server's certificate, in place of the authorities that the system trusts.</summary>
    public PemText? Ca { get; set; }

    /// <summary>The destination, read.</summary>
    internal Uri Address { get; private set; } = new("http://unread.invalid/");

    /// <summary>The destination's user and password; null where it has none.</summary>
    internal AuthenticationHeaderValue? Credentials { get; private set; }

    /// <summary>The authority, read.</summary>
    internal TrustedAuthority? Authority { get; private set; }

    public void Check(OptionsScope scope)
    {
        CheckDestination(scope);
        CheckBatches(scope);
        if (Ca is not null)
        {
            Authority = TrustedAuthority.Load(Ca, "ca", scope);
        }
        var isCloudEvent =
            Content is HttpContentForm.CloudEvents or HttpContentForm.CloudEventsBinary;
        if (isCloudEvent && Headers.Has(HttpRequestForm.ContentTypeHeader))
        {
            scope.Error(
                "headers",
                "the Content-Type says that a request carries a CloudEvent, and cannot be another",
                "leave it out, or set content = \"event\""
            );
        }
        Headers.CheckSigned(scope, HttpRequestForm.OwnHeaders(Content));
    }

    /// <summary>A request of one event is a batch of one, so that what arrived is not sent again because of what comes behind it.</summary>
    private void CheckBatches(OptionsScope scope)
    {
        if (Content == HttpContentForm.Batch)
        {
            return;
        }
        BatchMaxEvents = 1;
        foreach (var key in BatchKeys.Where(scope.IsGiven))
        {
            scope.Error(
                key,
                $"{key} needs content = \"batch\"",
                "a request of any other content carries one event"
            );
        }
    }

    private void CheckDestination(OptionsScope scope)
    {
        if (!scope.IsGiven("destination"))
        {
            return;
        }
        var isUrl =
            Uri.TryCreate(Destination, UriKind.Absolute, out var address)
            && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps)
            && address.Host.Length > 0;
        if (!isUrl)
        {
            if (
                scope.Written("destination") is { } written
                && Destination.Contains('@', StringComparison.Ordinal)
            )
            {
                // There may be a password in it.
                scope.Reader.Secrets.Add(written);
            }
            scope.Error(
                "destination",
                "destination must be an absolute URL, http or https",
                "such as https://example.com/events"
            );
            return;
        }
        if (address!.UserInfo.Length > 0)
        {
            var user = Encoding.UTF8.GetBytes(Uri.UnescapeDataString(address.UserInfo));
            Credentials = new("Basic", Convert.ToBase64String(user));
            address = new UriBuilder(address) { UserName = "", Password = "" }.Uri;
        }
        Address = address;
    }
}
