using Freshet.Events;
using Freshet.Journal;
using Freshet.Management;
using Freshet.Telemetry.Readings;
using Microsoft.AspNetCore.Http;

namespace Freshet.Dashboard;

/// <summary><c>GET /api/v1/dashboard/state</c>: a <see cref="StateReport"/>, made of what is known in memory.</summary>
/// <param name="server">Which Freshet this is.</param>
/// <param name="pipeline">What runs.</param>
/// <param name="journal">The journal.</param>
/// <param name="health">Whether the server does its work.</param>
/// <param name="meter">What was counted.</param>
/// <param name="shelf">The dead letters.</param>
/// <param name="time">The clock.</param>
internal sealed class State(
    ServerFacts server,
    Func<Pipeline> pipeline,
    IJournal journal,
    Func<HealthReport> health,
    MeterReader meter,
    LetterShelf shelf,
    TimeProvider time
)
{
    private readonly DateTime startedAt = time.GetUtcNow().UtcDateTime;

    public void Map(DashboardRoutes routes) =>
        routes.Add(
            HttpMethods.Get,
            "/state",
            async http => await DashboardRoutes.AnswerAsync(http, await ReportAsync(http)),
            new("getDashboardState", "What runs, and how")
            {
                Description =
                    "Sources, transformers and sinks with what they counted since the start; the journal; how long events take, as histograms; health. Nothing of a component's options but its path.",
                Answers =
                [
                    new(StatusCodes.Status200OK, "The state.")
                    {
                        MediaType = "application/json",
                        Schema = """
                        {"type":"object",
                          "required":["time","version","started_at","root_url","health","sources","transformers","sinks","journal","latency","dead_letters"],
                          "properties":{"time":{"type":"string","format":"date-time"},"version":{"type":"string"},
                            "started_at":{"type":"string","format":"date-time"},"root_url":{"type":"string"},
                            "health":{"type":"object"},"sources":{"type":"array","items":{"type":"object"}},
                            "transformers":{"type":"array","items":{"type":"object"}},"sinks":{"type":"array","items":{"type":"object"}},
                            "journal":{"type":"object"},"latency":{"type":"object"},"dead_letters":{"type":"integer"}}}
                        """,
                    },
                ],
            }
        );

    private async ValueTask<StateReport> ReportAsync(HttpContext http)
    {
        var figures = new Figures(meter.Read());
        var condition = health();
        var running = pipeline();
        var size = journal.Size;
        var (letters, trouble) = await CountLettersAsync(http.RequestAborted);
        return new(
            time.GetUtcNow().UtcDateTime,
            server.Version,
            startedAt,
            server.RootUrl,
            new(condition.Status, [.. condition.Problems, .. trouble]),
            [.. running.Sources.Select(source => SourceOf(source, figures))],
            [.. running.Transformers.Select(one => TransformerOf(one.Name, one.Type, figures))],
            [.. running.Sinks.Select(sink => SinkOf(sink, figures))],
            new(
                size.Entries,
                size.Bytes,
                PlaceOf(journal.Oldest),
                PlaceOf(journal.FindAt(journal.LastSequence)),
                journal.Fault,
                (journal as FileJournal)?.Damaged ?? 0
            ),
            new(
                figures.Histogram("freshet.source.journal.duration"),
                figures.Histogram("freshet.sse.delivery.duration"),
                figures.Histogram("freshet.sse.event.duration")
            ),
            letters
        );
    }

    /// <summary>How many dead letters there are, or what hinders who would count them: that must not hide everything else.</summary>
    private async ValueTask<(long Letters, string[] Trouble)> CountLettersAsync(
        CancellationToken cancellation
    )
    {
        try
        {
            return ((await shelf.ReadAsync(cancellation)).Total, []);
        }
        catch (Exception fault)
            when (fault is IOException or UnauthorizedAccessException or JournalUnavailableException
            )
        {
            return (0, [$"dead letters: {fault.Message}"]);
        }
    }

    private static StateReport.Source SourceOf(Component source, Figures figures) =>
        new(
            source.Name,
            source.Type,
            source.Transformers,
            source.Path,
            source.Trouble,
            source.Lag,
            figures.Sum("freshet.source.received", Figures.Source, source.Name),
            figures.Sum("freshet.source.accepted", Figures.Source, source.Name),
            figures.Sum("freshet.source.repeated", Figures.Source, source.Name),
            figures
                .Series("freshet.source.rejected", Figures.Source, source.Name)
                .GroupBy(series => series[Figures.Reason] ?? "", StringComparer.Ordinal)
                .ToDictionary(
                    reason => reason.Key,
                    reason => reason.Sum(series => series.Value),
                    StringComparer.Ordinal
                ),
            figures.Sum("freshet.source.dead_letters", Figures.Source, source.Name)
        );

    private static StateReport.Transformer TransformerOf(
        string name,
        string type,
        Figures figures
    ) =>
        new(
            name,
            type,
            figures.Sum("freshet.transformer.dropped", Figures.Component, name),
            figures
                .Series("freshet.source.rejected", Figures.Component, name)
                // A source that has a transformer's name refuses for other reasons.
                .Where(series => series[Figures.Reason] == "transformer")
                .Sum(series => series.Value)
        );

    private static StateReport.Sink SinkOf(Component sink, Figures figures) =>
        new(
            sink.Name,
            sink.Type,
            sink.Transformers,
            sink.Path,
            sink.Trouble,
            figures.Find("freshet.sink.lag", Figures.Sink, sink.Name),
            sink.Stream?.EventsSent
                ?? figures.Sum("freshet.sink.delivered", Figures.Sink, sink.Name),
            figures.Sum("freshet.sink.retries", Figures.Sink, sink.Name),
            figures.Sum("freshet.sink.dead_letters", Figures.Sink, sink.Name),
            figures.Sum("freshet.sink.missed", Figures.Sink, sink.Name),
            sink.Stream?.ClientCount ?? 0,
            sink.Stream is { } stream
                ? figures.Sum("freshet.sse.lagged", Figures.Endpoint, stream.Route)
                : 0
        );

    private static StateReport.Place? PlaceOf(Entry? entry) =>
        entry is null ? null : new(entry.Sequence, entry.JournaledAt.UtcDateTime);
}

/// <summary>Which Freshet this is.</summary>
/// <param name="Version">Its version.</param>
/// <param name="RootUrl">Where it is reached from outside.</param>
internal sealed record ServerFacts(string Version, string RootUrl);
