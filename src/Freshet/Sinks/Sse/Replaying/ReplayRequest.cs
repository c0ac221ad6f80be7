using System.Diagnostics.CodeAnalysis;
using Freshet.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Freshet.Sinks.Sse.Replaying;

/// <summary>What a client asks for beside what comes: <c>Last-Event-ID</c>, <c>?last_event_id=</c>, <c>?since=</c>, <c>?until=</c>.</summary>
/// <param name="LastEventId">The last event that it has; null where it says none.</param>
/// <param name="Since">What the journal took in at this time or later.</param>
/// <param name="Until">Only what the journal took in before this time; then the stream ends.</param>
internal sealed record ReplayRequest(
    string? LastEventId,
    DateTimeOffset? Since,
    DateTimeOffset? Until
)
{
    /// <summary>Reads it; false where a time is none, and why, for the client to read.</summary>
    public static bool TryRead(
        HttpRequest request,
        [NotNullWhen(true)] out ReplayRequest? read,
        [NotNullWhen(false)] out string? reason
    )
    {
        read = null;
        if (
            !TimeParameter.TryRead(request.Query, "since", out var since, out reason)
            || !TimeParameter.TryRead(request.Query, "until", out var until, out reason)
        )
        {
            return false;
        }
        if (since > until)
        {
            reason = "since is later than until; expected a time before it, or the same";
            return false;
        }
        // The header first: a browser that comes back sends it along with the query that it came with at first.
        var id = Last(request.Headers["Last-Event-ID"]) ?? Last(request.Query["last_event_id"]);
        read = new(id, since, until);
        return true;
    }

    private static string? Last(StringValues values) =>
        values.Count > 0 && values[^1] is { Length: > 0 } last ? last : null;
}
