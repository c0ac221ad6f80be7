using Freshet.Http.Describing;
using Microsoft.AspNetCore.Http;

namespace Freshet.Sinks.Sse.Sessions;

/// <summary>What the sessions of an endpoint say of themselves.</summary>
internal static class SessionDescription
{
    private const string Expires = """
        {"type":"object","required":["expires"],"properties":{"expires":{"type":"string","format":"date-time","description":"When the session ends."}}}
        """;

    private static readonly Reply OtherOrigin = Reply.Problem(
        StatusCodes.Status403Forbidden,
        "The request comes from a page of an origin that CORS does not let send credentials."
    );

    /// <summary>Why an endpoint has no sessions.</summary>
    public static string WhyNone(SseOptions options) =>
        options.Headers.Count == 0
            ? $"{options.Route} asks for no headers, so it needs no session: open it as it is"
            : $"{options.Route} has no sessions (session_ttl is 0): send the headers with each request";

    public static Operation OfBegin(string name, SseOptions options) =>
        options.HasSessions
            ? new($"session.begin.{name}", $"Begins a session on the stream of the sink {name}")
            {
                Description =
                    "For browsers, whose `EventSource` can send no header: with the headers that the stream asks for, it answers with a cookie that opens the stream in their place until it expires. The body of the request is not read; a header that signs one signs an empty one.",
                Rules = options.Headers,
                Answers =
                [
                    new(StatusCodes.Status200OK, "The session, in the cookie alone.")
                    {
                        MediaType = "application/json",
                        Schema = Expires,
                        Headers = new() { ["Set-Cookie"] = "The session." },
                    },
                    .. Reply
                        .Refusals(options.Headers)
                        .Where(reply => reply.Status != OtherOrigin.Status),
                    OtherOrigin with
                    {
                        Description =
                            $"A header is not what a rule asks for, or: {OtherOrigin.Description}",
                    },
                ],
            }
            : None($"session.begin.{name}", options);

    public static Operation OfEnd(string name, SseOptions options) =>
        options.HasSessions
            ? new($"session.end.{name}", $"Ends the session on the stream of the sink {name}")
            {
                Description =
                    "Takes the cookie away. The server remembers no session: a copy of the cookie is good until it expires, and a stream that is open stays so.",
                Answers =
                [
                    new(StatusCodes.Status204NoContent, "The browser has no session any more.")
                    {
                        Headers = new() { ["Set-Cookie"] = "None, from now on." },
                    },
                    OtherOrigin,
                ],
            }
            : None($"session.end.{name}", options);

    private static Operation None(string id, SseOptions options) =>
        new(id, "No sessions here")
        {
            Answers = [Reply.Problem(StatusCodes.Status404NotFound, $"{WhyNone(options)}.")],
        };
}
