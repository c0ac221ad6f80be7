using System.Net;
using System.Text;
using Freshet.Configuration;
using Freshet.Pipelines;
using Freshet.Telemetry;
using Microsoft.AspNetCore.WebUtilities;

namespace Freshet.Sinks.Http;

/// <summary>What a server's answer means for what was sent.</summary>
internal static class HttpAnswer
{
    /// <summary>How much of an answer's body is read, in bytes, and how much of that a reason shows, in characters.</summary>
    private const int MostRead = 4096;
    private const int MostShown = 200;

    public static async ValueTask<Delivery> JudgeAsync(
        HttpResponseMessage response,
        HttpSinkOptions options,
        TimeProvider time,
        CancellationToken cancellation
    )
    {
        if (response.IsSuccessStatusCode)
        {
            return Delivery.Done;
        }
        var status = (int)response.StatusCode;
        var reason = $"{status} {ReasonPhrases.GetReasonPhrase(status)}".TrimEnd();
        if (status is >= 300 and < 400)
        {
            var target = response.Headers.Location is { IsAbsoluteUri: true } location
                ? $" to {location.GetLeftPart(UriPartial.Authority)}"
                : "";
            return Delivery.Refused($"{reason}: the redirect{target} is not followed");
        }
        var said = Shown(await ReadAsync(response, cancellation), options);
        if (said.Length > 0)
        {
            reason += $": {said}";
        }
        return IsPassing(response.StatusCode)
            ? Delivery.Again(reason, PauseOf(response, time))
            : Delivery.Refused(reason);
    }

    private static bool IsPassing(HttpStatusCode status) =>
        status
            is HttpStatusCode.RequestTimeout
                or (HttpStatusCode)425 // Too Early, RFC 8470
                or HttpStatusCode.TooManyRequests
        || (int)status is >= 500 and < 600;

    /// <summary>What <c>Retry-After</c> asks for, seconds or a date (RFC 9110, section 10.2.3); null where it says nothing. A limit is up to whoever waits.</summary>
    private static TimeSpan? PauseOf(HttpResponseMessage response, TimeProvider time) =>
        response.Headers.RetryAfter is { } asked
            ? asked.Delta ?? (asked.Date - time.GetUtcNow())
            : null;

    /// <summary>
    /// The start of the answer's body. The status alone decides: where the body breaks off or does not come in time, there is none to show.
    /// </summary>
    private static async ValueTask<string> ReadAsync(
        HttpResponseMessage response,
        CancellationToken cancellation
    )
    {
        var read = new byte[MostRead];
        var length = 0;
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(cancellation);
            length = await body.ReadAtLeastAsync(
                read,
                read.Length,
                throwOnEndOfStream: false,
                cancellation
            );
        }
        catch (Exception fault)
            when (fault is HttpRequestException or IOException or OperationCanceledException)
        {
            return "";
        }
        return Encoding.UTF8.GetString(read, 0, length);
    }

    /// <summary>The text on one short line, without what the request held and must not be shown: many servers repeat it.</summary>
    private static string Shown(string text, HttpSinkOptions options)
    {
        var words = text.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries);
        var line = options.Headers.Mask(string.Join(' ', words));
        if (options.Credentials?.Parameter is { } password)
        {
            line = line.Replace(password, Secret.Mask, StringComparison.Ordinal);
        }
        // The path of a webhook is often its password.
        foreach (var path in new[] { options.Address.PathAndQuery, options.Address.AbsolutePath })
        {
            line = path.Length > 1 ? line.Replace(path, "…", StringComparison.Ordinal) : line;
        }
        return LogText.Escape(line.Length > MostShown ? line[..MostShown] : line)
            + (line.Length > MostShown ? "…" : "");
    }
}
