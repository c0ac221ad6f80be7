namespace Freshet.Telemetry.Otlp;

/// <summary>Where one of metrics, traces and logs goes.</summary>
/// <param name="Endpoint">The address, with the path of the signal where that is posted to one.</param>
/// <param name="IsGrpc">Whether by gRPC; else by POST, <c>http/protobuf</c>.</param>
/// <param name="Headers">What each request has, <c>name=value</c> joined by commas: secrets.</param>
internal sealed record OtlpDestination(Uri Endpoint, bool IsGrpc, string Headers)
{
    /// <summary>Without the headers.</summary>
    public override string ToString() => $"{Endpoint} ({(IsGrpc ? "grpc" : "http/protobuf")})";
}

/// <summary>What is exported by OTLP, as the variables of the OpenTelemetry specification say.</summary>
/// <param name="Traces">Where traces go; null for nowhere.</param>
/// <param name="Metrics">Where metrics go; null for nowhere.</param>
/// <param name="Logs">Where logs go; null for nowhere.</param>
/// <param name="Variables">All variables that begin with <c>OTEL_</c>, for the SDK to read what is not read here.</param>
internal sealed record OtlpSettings(
    OtlpDestination? Traces,
    OtlpDestination? Metrics,
    OtlpDestination? Logs,
    IReadOnlyDictionary<string, string> Variables
)
{
    private const string Masked = "***";

    /// <summary>A sentence of the SDK without what may be secret in it: the values of headers, and what stands behind the path of an address.</summary>
    public string Mask(string text)
    {
        foreach (var destination in new[] { Traces, Metrics, Logs }.OfType<OtlpDestination>())
        {
            var values = destination
                .Headers.Split(',')
                .Select(pair => pair[(pair.IndexOf('=', StringComparison.Ordinal) + 1)..])
                .SelectMany(value => new[] { value, Uri.UnescapeDataString(value) })
                .Append(destination.Endpoint.Query);
            foreach (var value in values.Select(value => value.Trim()).Where(value => value != ""))
            {
                text = text.Replace(value, Masked, StringComparison.Ordinal);
            }
        }
        return text;
    }

    /// <summary>Where it all goes, to be shown.</summary>
    public override string ToString() =>
        string.Join(
            ", ",
            new[] { ("traces", Traces), ("metrics", Metrics), ("logs", Logs) }
                .Where(pair => pair.Item2 is not null)
                .GroupBy(pair => pair.Item2!.Endpoint.GetLeftPart(UriPartial.Authority))
                .Select(group =>
                    $"{string.Join(", ", group.Select(pair => pair.Item1))} to {group.Key}"
                )
        );
}
