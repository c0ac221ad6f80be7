using System.Globalization;
using Freshet.Events;
using Freshet.Http;
using Freshet.Http.Describing;
using Freshet.Journal;
using Freshet.Telemetry.Readings;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Freshet.Dashboard;

/// <summary><c>GET /api/v1/dashboard/events/{sequence}/way</c>: where an event came from, and what became of it at each sink.</summary>
/// <param name="pipeline">What runs.</param>
/// <param name="journal">The journal.</param>
/// <param name="meter">Knows how far sinks are.</param>
/// <param name="letters">What sinks gave up.</param>
internal sealed class EventWay(
    Func<Pipeline> pipeline,
    IJournal journal,
    MeterReader meter,
    LetterShelf letters
)
{
    public void Map(DashboardRoutes routes) =>
        routes.Add(
            HttpMethods.Get,
            "/events/{sequence}/way",
            AnswerAsync,
            new("getEventWay", "Which way an event went")
            {
                Description =
                    "Its source with the transformers that this has now, and each sink: `delivered` where the sink has dealt with it, `pending` where not yet, `dead_letter` where it was given up, `streamed` where clients are sent it.",
                Parameters =
                [
                    DashboardRoutes.PathParameter(
                        "sequence",
                        "The event's place in the journal.",
                        """{"type":"string","pattern":"^[0-9]+$"}"""
                    ),
                ],
                Answers =
                [
                    new(StatusCodes.Status200OK, "The way.")
                    {
                        MediaType = "application/json",
                        Schema = """
                        {"type":"object","required":["sequence","origin","sinks"],"properties":{"sequence":{"type":"integer"},
                          "origin":{"type":["object","null"]},"sinks":{"type":"array","items":{"type":"object"}}}}
                        """,
                    },
                    Reply.Problem(
                        StatusCodes.Status404NotFound,
                        "The journal does not hold the event."
                    ),
                    Reply.Unavailable("The journal is closed, or the dead letters cannot be read."),
                ],
            }
        );

    private async Task AnswerAsync(HttpContext http)
    {
        Entry? entry;
        ShelvedLetters shelved;
        try
        {
            entry = long.TryParse(
                (string)http.GetRouteValue("sequence")!,
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var sequence
            )
                ? journal.FindAt(sequence)
                : null;
            shelved = await letters.ReadAsync(http.RequestAborted);
        }
        catch (Exception fault)
            when (fault is JournalUnavailableException or IOException or UnauthorizedAccessException
            )
        {
            await Problem.AnswerUnavailableAsync(http, fault.Message);
            return;
        }
        if (entry is null)
        {
            await Problem.AnswerAsync(
                http,
                StatusCodes.Status404NotFound,
                "the journal does not hold that event"
            );
            return;
        }
        // Before the lags: what comes meanwhile makes a sink look further behind, never further on.
        var last = journal.LastSequence;
        var figures = new Figures(meter.Read());
        await DashboardRoutes.AnswerAsync(
            http,
            new
            {
                entry.Sequence,
                Origin = OriginOf(entry.Event.Origin),
                Sinks = pipeline()
                    .Sinks.Select(sink => StopAt(sink, entry.Sequence, last, figures, shelved)),
            }
        );
    }

    private object? OriginOf(string? origin)
    {
        if (origin is null)
        {
            return null;
        }
        var source = pipeline().Sources.FirstOrDefault(source => source.Name == origin);
        return new
        {
            Source = origin,
            // One that is configured no more has a name alone.
            Type = source?.Type ?? "",
            Transformers = source?.Transformers ?? [],
        };
    }

    private static object StopAt(
        Component sink,
        long sequence,
        long last,
        Figures figures,
        ShelvedLetters shelved
    )
    {
        var (outcome, detail) = OutcomeAt(sink, sequence, last, figures, shelved);
        return new
        {
            sink.Name,
            sink.Type,
            sink.Transformers,
            Outcome = outcome,
            Detail = detail,
        };
    }

    private static (string Outcome, string? Detail) OutcomeAt(
        Component sink,
        long sequence,
        long last,
        Figures figures,
        ShelvedLetters shelved
    )
    {
        if (sink.Stream is { } stream)
        {
            return ("streamed", $"clients that are connected now: {stream.ClientCount}");
        }
        if (
            shelved.Letters.FirstOrDefault(letter =>
                letter.Sequence == sequence && letter.Component == sink.Name
            ) is
            { } given
        )
        {
            return ("dead_letter", given.Reason);
        }
        var lag = figures.Find("freshet.sink.lag", Figures.Sink, sink.Name);
        if (lag is null || sequence > last - lag)
        {
            return ("pending", sink.Trouble);
        }
        return (
            "delivered",
            sink.Transformers.Count > 0 ? "unless one of its transformers let it go" : null
        );
    }
}
