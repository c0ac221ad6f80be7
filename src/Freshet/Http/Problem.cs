using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;

namespace Freshet.Http;

/// <summary>Answers errors as problem details (RFC 9457): <c>{ "title", "status", "detail" }</c>. Everything that answers an error does it here.</summary>
internal static class Problem
{
    private const string MediaType = "application/problem+json";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Answers with the status and the reason; where an answer has begun already, the connection is closed instead.</summary>
    /// <param name="context">The request.</param>
    /// <param name="status">The status, 400 or above; its name is the title.</param>
    /// <param name="detail">What is wrong, for the client to read. It must hold no secret.</param>
    /// <param name="members">Further members of the object.</param>
    public static Task AnswerAsync(
        HttpContext context,
        int status,
        string detail,
        params IReadOnlyCollection<KeyValuePair<string, object?>> members
    )
    {
        var response = context.Response;
        if (response.HasStarted)
        {
            context.Abort();
            return Task.CompletedTask;
        }
        response.StatusCode = status;
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        var problem = new ProblemDetails
        {
            Title = ReasonPhrases.GetReasonPhrase(status),
            Status = status,
            Detail = detail,
        };
        foreach (var (name, value) in members)
        {
            problem.Extensions[name] = value;
        }
        return response.WriteAsJsonAsync(problem, Json, MediaType, context.RequestAborted);
    }

    /// <summary>Answers that the server cannot do it now, and when to try again: a few seconds, not the same for all, lest all come back together.</summary>
    public static Task AnswerUnavailableAsync(HttpContext context, string detail)
    {
        if (!context.Response.HasStarted)
        {
            context.Response.Headers.RetryAfter = Random.Shared.Next(1, 6).ToString();
        }
        return AnswerAsync(context, StatusCodes.Status503ServiceUnavailable, detail);
    }

    /// <summary>Answers that a body could not be taken; nothing is sent to a client that is gone.</summary>
    public static Task AnswerAsync(HttpContext context, in BodyResult body)
    {
        if (body.Outcome == BodyOutcome.ClientGone)
        {
            context.Abort();
            return Task.CompletedTask;
        }
        if (body.Outcome == BodyOutcome.UnsupportedEncoding && !context.Response.HasStarted)
        {
            // RFC 9110, section 15.5.16: this tells that the encoding is to blame, not the media type.
            context.Response.Headers.AcceptEncoding = ContentEncodings.Understood;
        }
        return AnswerAsync(context, body.StatusCode, body.Reason);
    }
}
