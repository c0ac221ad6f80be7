using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Freshet.Http.AccessLog;

/// <summary>Logs the requests whose answers have one of the statuses.</summary>
internal sealed partial class AccessLogMiddleware(
    IReadOnlyList<StatusPattern> statuses,
    TimeProvider time,
    ILogger logger
)
{
    /// <summary>Its category is the folder's name, so that the filter of the log names it as the configuration does.</summary>
    public const string Category = "Freshet.Http.AccessLog";

    /// <summary>What a request is called that the client did not wait for: the status by which other servers log it.</summary>
    private const int ClientLeft = 499;

    public async Task InvokeAsync(HttpContext http, RequestDelegate next)
    {
        var begin = time.GetTimestamp();
        var isFault = true;
        try
        {
            await next(http);
            isFault = false;
        }
        finally
        {
            Tell(http, StatusOf(http, isFault), time.GetElapsedTime(begin));
        }
    }

    private static int StatusOf(HttpContext http, bool isFault)
    {
        if (http.Response.HasStarted)
        {
            return http.Response.StatusCode;
        }
        // What nobody caught the server answers with 500, once this has returned.
        return http.RequestAborted.IsCancellationRequested ? ClientLeft
            : isFault ? StatusCodes.Status500InternalServerError
            : http.Response.StatusCode;
    }

    private void Tell(HttpContext http, int status, TimeSpan taken)
    {
        foreach (var pattern in statuses)
        {
            if (pattern.Covers(status))
            {
                Answered(
                    logger,
                    http.Connection.RemoteIpAddress,
                    http.Request.Method,
                    http.Request.Path.Value,
                    status,
                    taken.TotalMilliseconds
                );
                return;
            }
        }
    }

    [LoggerMessage(
        LogLevel.Information,
        "{Address} {Method} {Path} {Status} {Milliseconds:0.0} ms"
    )]
    private static partial void Answered(
        ILogger logger,
        IPAddress? address,
        string method,
        string? path,
        int status,
        double milliseconds
    );
}

/// <summary>Puts the access log on the server.</summary>
internal static class AccessLogging
{
    /// <summary>Logs requests where the options say so. Behind <c>UseTrustedProxies</c>, which finds the client's address, and in front of everything that answers.</summary>
    public static void UseAccessLog(
        this IApplicationBuilder app,
        AccessLogOptions options,
        TimeProvider time
    )
    {
        if (options.Filter.Count == 0)
        {
            return;
        }
        var loggers = app.ApplicationServices.GetRequiredService<ILoggerFactory>();
        var middleware = new AccessLogMiddleware(
            options.Filter,
            time,
            loggers.CreateLogger(AccessLogMiddleware.Category)
        );
        app.Use(next => http => middleware.InvokeAsync(http, next));
    }
}
