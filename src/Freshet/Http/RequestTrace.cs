using System.Diagnostics;
using Freshet.Events;
using Freshet.Telemetry;
using Microsoft.AspNetCore.Http;

namespace Freshet.Http;

/// <summary>What requests say of the trace that they are part of, by the headers of W3C Trace Context.</summary>
internal static class RequestTrace
{
    /// <summary>The place that the headers name; null where they name none, or not as the recommendation has it.</summary>
    public static TraceContext? Read(IHeaderDictionary headers)
    {
        var parent = headers.TraceParent;
        // Several say nothing (section 3.2.1).
        return parent.Count == 1 ? TraceContext.Parse(parent[0], headers.TraceState) : null;
    }

    /// <summary>Begins the span of a request that brings events; null where nobody wants one.</summary>
    /// <param name="source">The source.</param>
    /// <param name="route">The source's path.</param>
    /// <param name="request">The request.</param>
    public static Activity? Receive(string source, string route, HttpRequest request) =>
        Tracing.IsWanted
            ? Tracing
                .Receive(source, ActivityKind.Server, Read(request.Headers))
                ?.SetTag("http.request.method", HttpMethods.Post)
                .SetTag("http.route", route)
                .SetTag("url.scheme", request.Scheme)
            : null;

    /// <summary>Says how the request was answered; that the server cannot is its failure, that the sender is wrong is not.</summary>
    public static void SetStatusCode(this Activity span, int status)
    {
        span.SetTag("http.response.status_code", status);
        if (status >= StatusCodes.Status500InternalServerError)
        {
            span.SetStatus(ActivityStatusCode.Error);
        }
    }
}
