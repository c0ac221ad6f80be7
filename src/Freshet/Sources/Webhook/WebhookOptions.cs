using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using Freshet.Configuration;
using Freshet.Http;
using Freshet.Http.Headers;
using Freshet.Pipelines;
using Freshet.Sources.Receiving;

namespace Freshet.Sources.Webhook;

/// <summary>
/// Takes events that are POSTed to <c>/webhook/{id}</c>: one as JSON, many as <c>application/x-ndjson</c> (one a line) or
/// <c>application/cloudevents-batch+json</c> (an array), a CloudEvent in binary mode by its <c>ce-*</c> headers. A CloudEvent that carries a CDEvent is the CDEvent; attributes that a CDEvent has no place for go into the metadata, as <c>cloudevent</c>. Of many, all are taken or none.
/// </summary>
internal sealed class WebhookOptions : IReceiverOptions, ICheckOptions
{
    /// <summary>The webhook's name; events are POSTed to <c>/webhook/{id}</c>.</summary>
    [Required(ErrorMessage = "add id = \"ci\" for the path /webhook/ci")]
    [MinLength(1)]
    public string Id { get; set; } = "";

    /// <summary>What the headers of a request must be for it to be let in. None by default: everyone who reaches the server may send.</summary>
    public HeaderRules Headers { get; set; } = HeaderRules.None;

    /// <summary>Names of request headers that go with the events; transformers see them. None by default, since headers often hold secrets.</summary>
    public List<string> HeadersToKeep { get; set; } = [];

    /// <summary>
    /// Goes into the metadata of each event. <c>context.source</c> in it is the source of events that name none, and is
    /// <c>{root_url}?source={name}</c> where it is not given.
    /// </summary>
    public JsonObject Metadata { get; set; } = [];

    /// <summary>How large a body may be, packed and unpacked. 1 MiB is many times what CI systems and registries send.</summary>
    [ByteRange("1B", "1GiB")]
    public ByteSize BodyLimit { get; set; } = new(1 << 20);

    IReadOnlyList<string> IHttpOptions.Paths => [Route];

    string IReceiverOptions.Route => Route;

    IReadOnlyList<string> IReceiverOptions.HeadersToKeep => HeadersToKeep;

    PostedBodies IReceiverOptions.Bodies => WebhookContent.Bodies;

    private string Route => $"/webhook/{Id}";

    public void Check(OptionsScope scope) => HttpPath.Check(scope, "id", Route);
}
