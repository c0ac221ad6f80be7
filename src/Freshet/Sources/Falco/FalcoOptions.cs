using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using Freshet.Configuration;
using Freshet.Http;
using Freshet.Http.Headers;
using Freshet.Pipelines;
using Freshet.Sources.Receiving;

namespace Freshet.Sources.Falco;

/// <summary>
/// Takes the alerts that Falco POSTs by its <c>http_output</c> with <c>json_output: true</c>. Each becomes an event of the type <c>falco</c>, at the alert's time, whose
/// <c>data</c> has <c>severity</c> (<c>critical</c>, <c>high</c>, <c>medium</c> or <c>low</c>, from the priority), <c>priority</c>, <c>rule</c>, <c>output</c>, <c>source</c>,
/// <c>hostname</c>, <c>tags</c>, <c>time</c>, <c>container_id</c> and <c>user_identity</c> where the alert tells them, and all output fields under <c>fields</c>, each with the
/// characters that Falco wrote. Its id follows from the alert, so that one that is sent again is stored once.
/// </summary>
internal sealed class FalcoOptions : IReceiverOptions, ICheckOptions
{
    /// <summary>The source's name in its path: alerts are POSTed to <c>/falco/{id}</c>, the <c>http_output.url</c> of Falco.</summary>
    [MinLength(1)]
    public string? Id { get; set; }

    /// <summary>The path where it answers, in place of <c>/falco/{id}</c>.</summary>
    public string? Path { get; set; }

    /// <summary>What the headers of a request must be for it to be let in. None by default: everyone who reaches the server may send.</summary>
    public HeaderRules Headers { get; set; } = HeaderRules.None;

    /// <summary>
    /// Goes into the metadata of each event. <c>context.source</c> in it is the source of the events, which is <c>falco/{hostname}</c> where it is not given, with
    /// the hostname of the alert, and <c>falco</c> for an alert without one.
    /// </summary>
    public JsonObject Metadata { get; set; } = [];

    /// <summary>How large a body may be, packed and unpacked. 1 MiB holds the largest record of CloudTrail, which has 256 KiB, several times over.</summary>
    [ByteRange("1B", "1GiB")]
    public ByteSize BodyLimit { get; set; } = new(1 << 20);

    IReadOnlyList<string> IHttpOptions.Paths => [Route];

    string IReceiverOptions.Route => Route;

    IReadOnlyList<string> IReceiverOptions.HeadersToKeep => [];

    PostedBodies IReceiverOptions.Bodies => AlertContent.Bodies;

    private string Route => Path ?? $"/falco/{Id}";

    public void Check(OptionsScope scope)
    {
        if (Id is null && Path is null)
        {
            scope.Error(
                "id",
                "a falco source needs an id",
                "add id = \"cluster\" for the path /falco/cluster"
            );
        }
        HttpPath.Check(scope, Path is null ? "id" : "path", Route);
    }
}
