using System.Net;
using Freshet.Events;
using Freshet.Http;
using Freshet.Http.Describing;
using Freshet.Http.Headers;
using Freshet.Pipelines;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace Freshet.Sinks.Sse.Sessions;

/// <summary>
/// Who may listen: whoever sends the headers that the rules ask for, or the cookie that they were given for these headers before. A browser's <c>EventSource</c> can
/// send no header, and a token in a URL would be in every log on the way.
/// </summary>
internal sealed partial class StreamSessions
{
    private readonly SseOptions options;
    private readonly SinkContext context;
    private readonly ILogger logger;
    private readonly SessionCookie cookie;
    private readonly Lazy<SessionSeal> seal;

    public StreamSessions(SseOptions options, SinkContext context)
    {
        this.options = options;
        this.context = context;
        logger = context.Loggers.CreateLogger<StreamSessions>();
        cookie = new(context.RootUrl, options.Route);
        // Put off until the server runs: before that nothing outside the process is touched.
        seal = new(() => new(OpenKey(), options.Route, options.Headers));
    }

    /// <summary>What the cookie is called where the server says that it is; null where there are no sessions.</summary>
    public string? CookieName =>
        options.HasSessions
            ? cookie.Name(
                context.RootUrl.StartsWith("https://", StringComparison.OrdinalIgnoreCase)
            )
            : null;

    /// <summary>Makes sure that there is a key; so what hinders it is told when the server starts.</summary>
    public void Open()
    {
        if (options.HasSessions)
        {
            _ = seal.Value;
        }
    }

    /// <summary>Adds where sessions begin and end.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        string[] methods = [HttpMethods.Post, HttpMethods.Delete];
        routes
            .MapMethods(options.SessionRoute, [HttpMethods.Post], BeginAsync)
            .WithCors(options.Cors, methods)
            .Described(SessionDescription.OfBegin(context.Name, options));
        routes
            .MapMethods(options.SessionRoute, [HttpMethods.Delete], EndAsync)
            .WithCors(options.Cors, methods)
            .Described(SessionDescription.OfEnd(context.Name, options));
    }

    /// <summary>Whether a request for the stream may have it, and until when.</summary>
    public Pass Check(HttpContext http)
    {
        // As with every request for a stream, a rule that signs the body is given an empty one.
        var verdict = options.Headers.Check(http.Request.Headers, []);
        if (verdict.IsAccepted || !options.HasSessions)
        {
            return new(verdict);
        }
        string? remark = null;
        foreach (var session in cookie.Read(http.Request))
        {
            if (!seal.Value.TryRead(session, out var expires))
            {
                remark ??= "the session is not, or no longer, one of this endpoint";
            }
            else if (expires <= context.Time.GetUtcNow())
            {
                remark = "the session is over";
            }
            else
            {
                return new(HeaderVerdict.Accepted) { Expires = expires };
            }
        }
        return new(verdict) { Remark = remark };
    }

    /// <summary>The key of the sink of that name: sessions outlast a reload, whether there is a folder for it or not.</summary>
    private byte[] OpenKey()
    {
        if (SessionKey.PathOf(context.CursorFolder, context.Name) is { } path)
        {
            return SessionKey.Open(path, logger);
        }
        if (!context.Handover.TryFind<byte[]>(out var key))
        {
            key = SessionKey.Open(null, logger);
            context.Handover.Leave(key);
        }
        return key;
    }

    private async Task BeginAsync(HttpContext http)
    {
        if (await IsRefusedAsync(http))
        {
            return;
        }
        var verdict = options.Headers.Check(http.Request.Headers, []);
        if (!verdict.IsAccepted)
        {
            context.Instruments.ConnectionRefused(options.Route, verdict.StatusCode);
            await HeaderRefusal.AnswerAsync(http, verdict, logger);
            return;
        }
        var expires = DateTimeOffset.FromUnixTimeSeconds(
            (context.Time.GetUtcNow() + options.SessionTtl).ToUnixTimeSeconds()
        );
        cookie.Set(http, seal.Value.Make(expires), options.SessionTtl);
        context.Instruments.SessionBegan(options.Route);
        Began(logger, options.Route, http.Connection.RemoteIpAddress, expires);
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        await http.Response.WriteAsJsonAsync(
            new { expires = Rfc3339.Format(expires) },
            http.RequestAborted
        );
    }

    private async Task EndAsync(HttpContext http)
    {
        if (await IsRefusedAsync(http))
        {
            return;
        }
        cookie.Clear(http);
        http.Response.Headers.CacheControl = "no-store";
        http.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    /// <summary>Answers a request that can neither begin nor end a session.</summary>
    private async Task<bool> IsRefusedAsync(HttpContext http)
    {
        if (!options.HasSessions)
        {
            await Problem.AnswerAsync(
                http,
                StatusCodes.Status404NotFound,
                SessionDescription.WhyNone(options)
            );
            return true;
        }
        if (!PageOrigin.MayUseCookies(http))
        {
            context.Instruments.ConnectionRefused(options.Route, StatusCodes.Status403Forbidden);
            await Problem.AnswerAsync(
                http,
                StatusCodes.Status403Forbidden,
                "pages of this origin have no sessions here: cors.allowed_origins must name it, and cors.allow_credentials be true"
            );
            return true;
        }
        return false;
    }

    [LoggerMessage(LogLevel.Debug, "{Path}: a session of {Peer} began, which ends at {Expires:O}")]
    private static partial void Began(
        ILogger logger,
        string path,
        IPAddress? peer,
        DateTimeOffset expires
    );
}
