using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Net.Http.Headers;

namespace Freshet.Http.Headers;

/// <summary>Answers and logs a request whose headers do not hold to the rules: 401 or 403.</summary>
internal static partial class HeaderRefusal
{
    /// <param name="context">The request.</param>
    /// <param name="verdict">What is wrong.</param>
    /// <param name="logger">Told of it.</param>
    /// <param name="remark">What else there is to say to the client, as a clause; null for nothing.</param>
    public static Task AnswerAsync(
        HttpContext context,
        HeaderVerdict verdict,
        ILogger logger,
        string? remark = null
    )
    {
        LogRefusal(
            logger,
            context.Request.Path,
            context.Connection.RemoteIpAddress,
            verdict.Rule,
            verdict.Header,
            verdict.Outcome
        );
        if (verdict.Outcome == HeaderOutcome.Missing && !context.Response.HasStarted)
        {
            // RFC 9110, section 15.5.2 asks for a challenge; no scheme is registered for other headers, so it names the header.
            context.Response.Headers.WWWAuthenticate = verdict.Header.Equals(
                HeaderNames.Authorization,
                StringComparison.OrdinalIgnoreCase
            )
                ? "Bearer"
                : $"Header name=\"{verdict.Header}\"";
        }
        var reason =
            verdict.Outcome == HeaderOutcome.Missing
                ? $"the header {verdict.Header} is required"
                : $"the header {verdict.Header} is not accepted";
        return Problem.AnswerAsync(
            context,
            verdict.StatusCode,
            remark is null ? reason : $"{reason}, and {remark}"
        );
    }

    [LoggerMessage(
        EventName = "HeadersRefused",
        Level = LogLevel.Warning,
        Message = "Refused a request to {Path} from {RemoteAddress}: the rule \"{Rule}\" on {Header} says {Outcome}"
    )]
    private static partial void LogRefusal(
        ILogger logger,
        PathString path,
        IPAddress? remoteAddress,
        string rule,
        string header,
        HeaderOutcome outcome
    );
}
