using Freshet.Configuration;
using Freshet.Http;
using Freshet.Http.Describing;
using Freshet.Http.RateLimiting;
using Freshet.Telemetry.OpenMetrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Cors;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Freshet.Management;

/// <summary>
/// <c>GET /metrics</c>: everything that is measured, for Prometheus and what reads as it does. It answers everybody, as <c>/health</c> and the totals of <c>/stats</c> do, since
/// who collects metrics runs elsewhere and nothing in them is secret or of a person; where <c>management.metrics_token</c> is set, who brings it, or asks on this machine.
/// </summary>
/// <param name="exposition">What is told.</param>
/// <param name="token">Opens it; null where it is open.</param>
internal sealed class Metrics(Exposition exposition, Secret? token)
{
    /// <summary>The path that no component may have.</summary>
    public const string Path = "/metrics";

    private const string OpenMetricsType = "application/openmetrics-text";
    private const string OpenMetricsVersion = "1.0.0";
    private const string TextType = "text/plain";

    /// <summary>So many are answered at a time: each answer holds its whole text until it is read.</summary>
    private const int MostAtOnce = 8;

    private readonly ManagementAccess access = new(token);
    private int answering;

    public void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapMethods(Path, [HttpMethods.Get, HttpMethods.Head], AnswerAsync)
            // A limit for each address is for senders and clients: figures are wanted most when it is busy.
            .WithoutRateLimit()
            // No page of another origin has any business here, whatever the streams' origins are.
            .WithMetadata(new DisableCorsAttribute())
            .Described(Describe());

    /// <summary>What a request wants by its <c>Accept</c>: OpenMetrics where it prefers that, and otherwise what everybody can read.</summary>
    public static ExpositionFormat FormatFor(StringValues accept)
    {
        if (!MediaTypeHeaderValue.TryParseList(accept, out var types))
        {
            return ExpositionFormat.Prometheus;
        }
        var (open, text) = (0.0, 0.0);
        foreach (var type in types)
        {
            var quality = type.Quality ?? 1;
            if (Is(type, OpenMetricsType))
            {
                open = IsKnownVersion(type) ? Math.Max(open, quality) : open;
            }
            else if (Is(type, TextType))
            {
                text = Math.Max(text, quality);
            }
        }
        return open > 0 && open >= text
            ? ExpositionFormat.OpenMetrics
            : ExpositionFormat.Prometheus;
    }

    /// <summary>Answers a request.</summary>
    public async Task AnswerAsync(HttpContext http)
    {
        http.Response.Headers.CacheControl = "no-store";
        if (token is not null && !access.Admits(http))
        {
            http.Response.Headers.WWWAuthenticate = "Bearer";
            await Problem.AnswerAsync(
                http,
                StatusCodes.Status401Unauthorized,
                "metrics are told to who sends management.metrics_token: Authorization: Bearer …"
            );
            return;
        }
        if (Interlocked.Increment(ref answering) > MostAtOnce)
        {
            Interlocked.Decrement(ref answering);
            await Problem.AnswerUnavailableAsync(http, "too many ask for metrics at once");
            return;
        }
        try
        {
            await WriteAsync(http);
        }
        finally
        {
            Interlocked.Decrement(ref answering);
        }
    }

    private async Task WriteAsync(HttpContext http)
    {
        var format = FormatFor(http.Request.Headers.Accept);
        var response = http.Response;
        response.ContentType =
            format == ExpositionFormat.OpenMetrics
                ? $"{OpenMetricsType}; version={OpenMetricsVersion}; charset=utf-8"
                : $"{TextType}; version=0.0.4; charset=utf-8";
        response.Headers.Vary = HeaderNames.Accept;
        response.Headers.XContentTypeOptions = "nosniff";
        if (HttpMethods.IsHead(http.Request.Method))
        {
            return;
        }
        using var text = new PooledText();
        exposition.Write(text, format);
        response.ContentLength = text.Written.Length;
        await response.Body.WriteAsync(text.Written, http.RequestAborted);
    }

    private static bool Is(MediaTypeHeaderValue type, string name) =>
        type.MediaType.Equals(name, StringComparison.OrdinalIgnoreCase);

    /// <summary>One that names no version takes any.</summary>
    private static bool IsKnownVersion(MediaTypeHeaderValue type)
    {
        foreach (var parameter in type.Parameters)
        {
            if (parameter.Name.Equals("version", StringComparison.OrdinalIgnoreCase))
            {
                return HeaderUtilities
                    .RemoveQuotes(parameter.Value)
                    .Equals(OpenMetricsVersion, StringComparison.Ordinal);
            }
        }
        return true;
    }

    private Operation Describe() =>
        new("getMetrics", "Everything that is measured")
        {
            Description =
                "In the text format of Prometheus, or in that of OpenMetrics 1.0.0 to who accepts `application/openmetrics-text`."
                + (token is null ? "" : " On the server's own machine the token is not asked for."),
            NeedsToken = token is not null,
            IsFreeToSome = true,
            Answers =
            [
                new(StatusCodes.Status200OK, "All samples.")
                {
                    MediaType = TextType,
                    Schema = """{"type":"string"}""",
                },
                .. token is null
                    ? Enumerable.Empty<Reply>()
                    :
                    [
                        Reply.Problem(
                            StatusCodes.Status401Unauthorized,
                            "The token of the metrics is not there, or not that."
                        ) with
                        {
                            Headers = new() { ["WWW-Authenticate"] = "`Bearer`." },
                        },
                    ],
                Reply.Unavailable("Too many ask at once."),
            ],
        };
}
