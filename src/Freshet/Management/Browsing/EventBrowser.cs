using System.Globalization;
using System.Text.Json;
using Freshet.Events;
using Freshet.Http;
using Freshet.Http.Describing;
using Freshet.Journal;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Routing;

namespace Freshet.Management.Browsing;

/// <summary>
/// <c>GET /api/v1/events</c>: what the journal holds, newest first, in pages. Streams have rules of who may listen, and this is no way around them: it is
/// told to those alone whom <see cref="ManagementAccess.AdmitsPage"/> admits.
/// </summary>
/// <param name="journal">The journal.</param>
/// <param name="access">Who may see what is in it.</param>
/// <param name="admits">Whether somebody else may too, such as who has the dashboard.</param>
internal sealed class EventBrowser(
    IJournal journal,
    ManagementAccess access,
    Func<HttpContext, bool> admits
) : IDisposable
{
    /// <summary>The path that no component may have.</summary>
    public const string Path = "/api/v1/events";

    /// <summary>How many pages are looked for at the same time: each may read from the disk and hold a block of entries.</summary>
    private const int MostSearches = 2;

    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JsonText.Encoder };

    private readonly SemaphoreSlim searches = new(MostSearches);

    public void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapMethods(Path, [HttpMethods.Get, HttpMethods.Head], AnswerAsync)
            .Described(Describe());

    public void Dispose() => searches.Dispose();

    private async Task AnswerAsync(HttpContext http)
    {
        if (!access.AdmitsPage(http) && !admits(http))
        {
            await access.RefuseAsync(http, "what the journal holds");
            return;
        }
        if (!EventQuery.TryRead(http.Request.Query, out var query, out var reason))
        {
            await Problem.AnswerAsync(http, StatusCodes.Status400BadRequest, reason);
            return;
        }
        if (query.Before > journal.LastSequence + 1)
        {
            await Problem.AnswerAsync(
                http,
                StatusCodes.Status410Gone,
                $"{EventQuery.Cursor} is of a journal that is no longer there; begin anew, without it"
            );
            return;
        }
        EventPage page;
        try
        {
            page = await FindAsync(query, http.RequestAborted);
        }
        catch (JournalUnavailableException fault)
        {
            await Problem.AnswerUnavailableAsync(http, fault.Message);
            return;
        }
        var response = http.Response;
        response.ContentType = "application/json";
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        if (page.Next is { } next)
        {
            response.Headers.Link = $"<{Target(http.Request, next)}>; rel=\"next\"";
        }
        if (!HttpMethods.IsHead(http.Request.Method))
        {
            await WriteAsync(response, page, http.RequestAborted);
        }
    }

    private async Task<EventPage> FindAsync(EventQuery query, CancellationToken cancellation)
    {
        await searches.WaitAsync(cancellation);
        try
        {
            return EventPage.Find(
                journal,
                query,
                EventPage.MostScanned,
                EventPage.MostBytes,
                cancellation
            );
        }
        finally
        {
            searches.Release();
        }
    }

    /// <summary>The request's own path and parameters, from another place on.</summary>
    private static string Target(HttpRequest request, long next)
    {
        var query = new QueryBuilder(
            request.Query.Where(pair =>
                !pair.Key.Equals(EventQuery.Cursor, StringComparison.OrdinalIgnoreCase)
            )
        )
        {
            { EventQuery.Cursor, next.ToString(CultureInfo.InvariantCulture) },
        };
        return Path + query.ToQueryString();
    }

    private static async Task WriteAsync(
        HttpResponse response,
        EventPage page,
        CancellationToken cancellation
    )
    {
        await using var writer = new Utf8JsonWriter(response.BodyWriter, WriterOptions);
        writer.WriteStartObject();
        writer.WriteStartArray("events");
        foreach (var entry in page.Entries)
        {
            Write(writer, entry);
            await writer.FlushAsync(cancellation);
            await response.BodyWriter.FlushAsync(cancellation);
        }
        writer.WriteEndArray();
        if (page.Next is { } next)
        {
            writer.WriteString("next", next.ToString(CultureInfo.InvariantCulture));
        }
        else
        {
            writer.WriteNull("next");
        }
        writer.WriteNumber("scanned", page.Scanned);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, Entry entry)
    {
        var taken = entry.Event;
        writer.WriteStartObject();
        writer.WriteString("id", taken.Id);
        writer.WriteString("type", taken.Type);
        writer.WriteString("source", taken.Source);
        writer.WriteString("timestamp", Rfc3339.Format(taken.Timestamp));
        writer.WriteString("journaled_at", Rfc3339.Format(entry.JournaledAt));
        writer.WriteNumber("sequence", entry.Sequence);
        writer.WritePropertyName("data");
        writer.WriteRawValue(taken.Json.Span, skipInputValidation: true);
        writer.WriteEndObject();
    }

    private Operation Describe() =>
        new("listEvents", "What the journal holds, newest first, in pages")
        {
            Description = $"""
                Told on the server's own machine, asked by IP address or localhost and not through a proxy{(
                    access.HasToken ? ", and to who sends the management token" : ""
                )}. A page of another origin is not told without the token. A page looks at {EventPage.MostScanned} entries at most, `scanned`, and has {EventPage.MostBytes} bytes of events
                at most: it may have few events, or none, and a `next`.
                """,
            Parameters =
            [
                Parameter.List("type", "Types of events."),
                Parameter.List("source", "Sources of events."),
                Parameter.List(
                    "severity",
                    "What `data.severity` of an event is, or else its `severity`. Events without one do not match."
                ),
                Parameter.Time("since", "What the journal took in at this time or later."),
                Parameter.Time("until", "What the journal took in before this time."),
                Parameter.Query(
                    "limit",
                    "How many events.",
                    $$"""{"type":"integer","minimum":1,"maximum":{{EventQuery.LargestLimit}},"default":{{EventQuery.DefaultLimit}}}"""
                ),
                Parameter.Query(
                    EventQuery.Cursor,
                    "`next` of the page before.",
                    """{"type":"string","pattern":"^[0-9]+$"}"""
                ),
            ],
            NeedsToken = access.HasToken,
            IsFreeToSome = true,
            Answers =
            [
                new(StatusCodes.Status200OK, "A page.")
                {
                    MediaType = "application/json",
                    Schema = """
                        {"type":"object","required":["events","next","scanned"],"properties":{
                          "events":{"type":"array","items":{"type":"object",
                            "required":["id","type","source","timestamp","journaled_at","sequence","data"],"properties":{
                              "id":{"type":"string"},"type":{"type":"string"},"source":{"type":"string"},
                              "timestamp":{"type":"string","format":"date-time","description":"When it happened."},
                              "journaled_at":{"type":"string","format":"date-time","description":"When the journal took it in."},
                              "sequence":{"type":"integer","format":"int64","minimum":1},
                              "data":{"description":"The event as it is, any JSON."}}}},
                          "next":{"type":["string","null"],"description":"The cursor of the next page; null where nothing older is left to look at."},
                          "scanned":{"type":"integer","description":"How many entries were looked at."}}}
                        """,
                    Headers =
                    {
                        ["Link"] =
                            "The next page, `rel=\"next\"` (RFC 8288); absent where there is none.",
                    },
                },
                Reply.Problem(StatusCodes.Status400BadRequest, "A parameter is wrong."),
                access.HasToken
                    ? Reply.Problem(
                        StatusCodes.Status401Unauthorized,
                        "The management token is needed."
                    )
                    : Reply.Problem(
                        StatusCodes.Status403Forbidden,
                        "It is not asked for on the server's own machine."
                    ),
                Reply.Problem(
                    StatusCodes.Status410Gone,
                    "The cursor is of a journal that is no longer there."
                ),
                Reply.Unavailable("The journal is closed."),
            ],
        };
}
