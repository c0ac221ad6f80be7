using System.Net;
using System.Net.Http.Headers;

namespace Freshet.Http.Outgoing;

/// <summary>What is read of servers' answers, within limits.</summary>
internal static class Answers
{
    /// <summary>What <c>Retry-After</c> asks for, seconds or a date (RFC 9110, section 10.2.3); null where it asks for nothing. A limit is up to whoever waits.</summary>
    public static TimeSpan? RetryAfter(HttpResponseMessage response, TimeProvider time) =>
        response.Headers.RetryAfter switch
        {
            { Delta: { } wait } => wait,
            { Date: { } date } when date > time.GetUtcNow() => date - time.GetUtcNow(),
            _ => null,
        };

    /// <summary>Where a redirect leads; null where the answer is none.</summary>
    public static Uri? RedirectOf(HttpResponseMessage response, Uri from) =>
        response.StatusCode
            is HttpStatusCode.MovedPermanently
                or HttpStatusCode.Found
                or HttpStatusCode.SeeOther
                or HttpStatusCode.TemporaryRedirect
                or HttpStatusCode.PermanentRedirect
        && response.Headers.Location is { } location
        && Uri.TryCreate(from, location, out var target)
            ? target
            : null;

    /// <summary>Why a redirect is not followed whatever is sent along; null where it may be.</summary>
    public static string? WhyNot(Uri from, Uri to) =>
        to.Scheme is not ("http" or "https") ? "a redirect leads away from HTTP"
        : from.Scheme == "https" && to.Scheme == "http" ? "a redirect leads from HTTPS to HTTP"
        : null;

    /// <summary>A header as it came; null where there is none.</summary>
    public static string? Header(HttpHeaders headers, string name) =>
        headers.NonValidated.TryGetValues(name, out var values) ? values.ToString() : null;

    /// <summary>The body; null where it is larger than the limit, as which it counts unpacked.</summary>
    public static async Task<ReadOnlyMemory<byte>?> ReadBodyAsync(
        HttpResponseMessage response,
        long limit,
        CancellationToken cancellation
    )
    {
        if (response.Content.Headers.ContentLength > limit)
        {
            return null;
        }
        await using var stream = await response.Content.ReadAsStreamAsync(cancellation);
        using var body = new MemoryStream();
        var buffer = new byte[64 << 10];
        while (await stream.ReadAsync(buffer, cancellation) is > 0 and var read)
        {
            if (body.Length + read > limit)
            {
                return null;
            }
            await body.WriteAsync(buffer.AsMemory(0, read), cancellation);
        }
        return body.GetBuffer().AsMemory(0, (int)body.Length);
    }
}
