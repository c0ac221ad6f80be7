namespace Freshet.Telemetry;

/// <summary>Which tags the instruments of <see cref="Instruments"/> have, for who describes them.</summary>
internal static class InstrumentTags
{
    private static readonly TagName Source = new("freshet.source", "name of the source");
    private static readonly TagName Sink = new("freshet.sink", "name of the sink");
    private static readonly TagName Endpoint = new("freshet.endpoint", "path of the stream");
    private static readonly TagName Transformer = new(
        "freshet.component",
        "name of the transformer"
    );
    private static readonly TagName Refuser = new(
        "freshet.component",
        "who refused: name of the transformer, or of the source itself"
    );
    private static readonly TagName Rejection = new(
        "freshet.reason",
        "`transformer`, `wrong_cdevent`, `bad_event`, `bad_body`, `bad_content`, `bad_message`, `too_large`, `header_rule`, `journal_unavailable`"
    );
    private static readonly TagName Failure = new(
        "freshet.reason",
        "`lagged`, `replay`, `rejected`, `serialisation`"
    );
    private static readonly TagName Status = new(
        "http.response.status_code",
        "status of the answer"
    );

    private static readonly TagName Outcome = new(
        "freshet.outcome",
        "`applied`, `unchanged`, `refused`"
    );

    private static readonly TagName Port = new("freshet.port", "`http`, `grpc`");

    /// <summary>The tags of those that do not have what all under their first names have.</summary>
    private static readonly Dictionary<string, TagName[]> Special = new(StringComparer.Ordinal)
    {
        ["freshet.source.rejected"] = [Source, Refuser, Rejection],
        ["freshet.source.upstream_errors"] = [Source, Failure],
        ["freshet.reloads"] = [Outcome],
        ["freshet.certificate.expiry"] = [Port],
        ["freshet.sse.refusals"] = [Endpoint, Status],
    };

    /// <summary>The tags of an instrument; none where it has none.</summary>
    public static IReadOnlyList<TagName> Of(string instrument)
    {
        if (Special.TryGetValue(instrument, out var special))
        {
            return special;
        }
        return instrument.Split('.') switch
        {
            [_, "source", ..] => [Source],
            [_, "transformer", ..] => [Transformer],
            [_, "sink", ..] => [Sink],
            [_, "sse", ..] => [Endpoint],
            _ => [],
        };
    }
}
