using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Freshet.Http.RateLimiting;

/// <summary>Answers 429 to requests of clients that make too many of them.</summary>
internal sealed partial class RateLimitMiddleware(
    RateLimitOptions options,
    TimeProvider time,
    ILogger<RateLimitMiddleware> logger
)
{
    /// <summary>How often it is told at most that there are too many clients.</summary>
    private static readonly TimeSpan TellingTime = TimeSpan.FromMinutes(1);

    private readonly RateLimiter limiter = new(options, time);
    private readonly Lock telling = new();
    private long? told;

    public Task InvokeAsync(HttpContext http, RequestDelegate next)
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<Unlimited>() is not null)
        {
            return next(http);
        }
        var address = http.Connection.RemoteIpAddress;
        var verdict = limiter.Check(address);
        if (verdict.IsShared)
        {
            TellOfCrowd();
        }
        if (verdict.IsAllowed)
        {
            return next(http);
        }
        Limited(logger, address, http.Request.Method);
        return AnswerAsync(http, verdict.Wait);
    }

    private Task AnswerAsync(HttpContext http, TimeSpan wait)
    {
        // Up to a half more, lest all that share an address come back together.
        var seconds = Math.Max(
            1,
            (long)Math.Ceiling(wait.TotalSeconds * (1 + (Random.Shared.NextDouble() / 2)))
        );
        var response = http.Response;
        response.StatusCode = StatusCodes.Status429TooManyRequests;
        response.ContentType = "text/plain; charset=utf-8";
        response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        return response.WriteAsync(
            $"too many requests: an address may make {options.RequestsPerMinute} a minute, and {options.Burst} at once; come back in {seconds} s\n",
            http.RequestAborted
        );
    }

    private void TellOfCrowd()
    {
        lock (telling)
        {
            if (told is { } before && time.GetElapsedTime(before) < TellingTime)
            {
                return;
            }
            told = time.GetTimestamp();
        }
        Crowded(logger, RateLimiter.MaxClients);
    }

    [LoggerMessage(LogLevel.Debug, "{Address} makes too many requests; a {Method} is answered 429")]
    private static partial void Limited(ILogger logger, IPAddress? address, string method);

    [LoggerMessage(
        LogLevel.Warning,
        "more than {Count} addresses make requests; those that come new share one rate limit"
    )]
    private static partial void Crowded(ILogger logger, int count);

    /// <summary>Says of an endpoint that it answers whoever asks, however often.</summary>
    internal sealed class Unlimited;
}

/// <summary>Puts the rate limit on the server, and leaves endpoints out of it.</summary>
internal static class RateLimitEndpoints
{
    /// <summary>Limits requests where the options say so. Behind <c>UseCors</c>, which answers preflights and lets pages read a 429.</summary>
    public static void UseRateLimit(
        this IApplicationBuilder app,
        RateLimitOptions options,
        TimeProvider time
    )
    {
        if (!options.Enabled)
        {
            return;
        }
        var loggers = (ILoggerFactory)app.ApplicationServices.GetService(typeof(ILoggerFactory))!;
        var limit = new RateLimitMiddleware(
            options,
            time,
            loggers.CreateLogger<RateLimitMiddleware>()
        );
        app.Use(next => http => limit.InvokeAsync(http, next));
    }

    /// <summary>Leaves the endpoint out of the rate limit.</summary>
    public static TBuilder WithoutRateLimit<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new RateLimitMiddleware.Unlimited());
}
