using Freshet.Http.Describing;
using Microsoft.AspNetCore.Http;

namespace Freshet.Sinks.Sse;

/// <summary>What a stream says of itself.</summary>
internal static class StreamDescription
{
    /// <param name="name">The sink's name.</param>
    /// <param name="options">How it is configured.</param>
    /// <param name="cookie">The cookie of its sessions; null where it has none.</param>
    public static Operation Of(string name, SseOptions options, string? cookie) =>
        new($"stream.{name}", $"The stream of the sink {name}")
        {
            Description =
                "Server-Sent Events (HTML Living Standard, section 9.2): a response without an end, unless `until` gives it one"
                + (
                    cookie is null
                        ? "."
                        : $", or the session ends that opened it. The cookie of a session, which `POST {options.SessionRoute}` gives, does in place of the headers."
                ),
            Parameters =
            [
                Parameter.Header(
                    "Last-Event-ID",
                    "The last event that the client has: everything after it is sent."
                ),
                Parameter.Query("last_event_id", "The same, for who cannot send headers."),
                Parameter.Time("since", "Sends what the journal took in at this time or later."),
                Parameter.Time(
                    "until",
                    "Sends what the journal took in before this time, and then ends."
                ),
                .. options.Filters ? Filters() : [],
            ],
            Rules = options.Headers,
            Cookie = cookie,
            Answers =
            [
                new(StatusCodes.Status200OK, "The stream.")
                {
                    MediaType = "text/event-stream",
                    Schema = """{"type":"string"}""",
                },
                new(
                    StatusCodes.Status204NoContent,
                    "Nothing is left of what `until` asks for: do not come back."
                )
                {
                    IsForHead = false,
                },
                Reply.Problem(StatusCodes.Status400BadRequest, "A parameter is wrong.") with
                {
                    IsForHead = false,
                },
                .. Reply.Refusals(options.Headers),
                Reply.Unavailable(
                    $"{options.MaxClients} clients are connected, or the server is starting or stopping."
                ) with
                {
                    IsForHead = false,
                },
            ],
        };

    private static IEnumerable<Parameter> Filters() =>
        [
            Parameter.List("event_types", "Sends events of these types alone."),
            Parameter.List("sources", "Sends events of these sources alone."),
        ];
}
