using Freshet.Management.Grpc.Calls;
using Freshet.Management.Grpc.Framing;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.Logging;

namespace Freshet.Management.Grpc;

/// <summary>
/// Serves gRPC over HTTP/2: a call is a POST to <c>/service/method</c>, whose outcome stands in the answer's trailers, or in its head where there is
/// nothing but an outcome (<see href="https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md"/>).
/// </summary>
internal sealed partial class GrpcServer : IDisposable
{
    private const string MediaType = "application/grpc";
    private const string StatusHeader = "grpc-status";
    private const string MessageHeader = "grpc-message";

    private readonly Dictionary<string, GrpcService> services;
    private readonly ManagementAccess access;
    private readonly int limit;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly CancellationTokenSource stopping = new();

    /// <param name="services">What it serves.</param>
    /// <param name="access">Who may call services that are not open to all.</param>
    /// <param name="limit">The most bytes of a caller's message, as it comes and as it is unpacked.</param>
    /// <param name="time">The clock of deadlines.</param>
    /// <param name="loggers">Gets what goes wrong inside.</param>
    public GrpcServer(
        IEnumerable<GrpcService> services,
        ManagementAccess access,
        int limit,
        TimeProvider time,
        ILoggerFactory loggers
    )
    {
        this.services = services.ToDictionary(
            service => service.Descriptor.FullName,
            StringComparer.Ordinal
        );
        this.access = access;
        this.limit = limit;
        this.time = time;
        logger = loggers.CreateLogger<GrpcServer>();
    }

    /// <summary>Ends every call, those that would go on for ever too, and takes in no more.</summary>
    public Task StopAsync() => stopping.CancelAsync();

    public void Dispose() => stopping.Dispose();

    /// <summary>Answers one request.</summary>
    public async Task AnswerAsync(HttpContext http)
    {
        if (!IsCall(http))
        {
            return;
        }
        var response = http.Response;
        response.ContentType = MediaType;
        response.Headers[MessageEncodings.AcceptHeader] = MessageEncodings.Understood;
        if (await RunAsync(http) is not { } status)
        {
            return;
        }
        Ended(logger, http.Request.Path, status.Code);
        if (response.HasStarted)
        {
            response.AppendTrailer(StatusHeader, status.Number);
            if (!status.IsOk)
            {
                response.AppendTrailer(MessageHeader, status.EncodedMessage);
            }
        }
        else
        {
            response.Headers.Remove(MessageEncodings.Header);
            response.Headers[StatusHeader] = status.Number;
            if (!status.IsOk)
            {
                response.Headers[MessageHeader] = status.EncodedMessage;
            }
        }
    }

    /// <summary>Whether the request is one of gRPC; another is answered in terms of HTTP.</summary>
    private static bool IsCall(HttpContext http)
    {
        if (!HttpMethods.IsPost(http.Request.Method))
        {
            http.Response.Headers.Allow = HttpMethods.Post;
            http.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            return false;
        }
        var type = http.Request.ContentType ?? "";
        var end = type.IndexOf(';', StringComparison.Ordinal);
        if ((end < 0 ? type : type[..end].TrimEnd()) is MediaType or $"{MediaType}+proto")
        {
            return true;
        }
        http.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
        return false;
    }

    /// <summary>Serves the call; null where there is nobody left to tell how it ended.</summary>
    private async Task<GrpcStatus?> RunAsync(HttpContext http)
    {
        if (!GrpcTimeout.TryRead(http.Request.Headers[GrpcTimeout.Header], out var timeout))
        {
            return new GrpcStatus(
                GrpcCode.Internal,
                "grpc-timeout must be at most eight digits and a unit (H, M, S, m, u or n)"
            );
        }
        using var deadline = timeout is { } patience
            ? new CancellationTokenSource(patience, time)
            : new CancellationTokenSource();
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(
            http.RequestAborted,
            deadline.Token,
            stopping.Token
        );
        try
        {
            return await RunAsync(http, ending.Token);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            return null;
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            return new GrpcStatus(GrpcCode.DeadlineExceeded, "the call took too long");
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return new GrpcStatus(GrpcCode.Unavailable, "the server is stopping");
        }
        catch (Exception fault) when (fault is IOException or ConnectionAbortedException)
        {
            // The connection broke, or the caller was too slow for the server's patience.
            http.Abort();
            return null;
        }
        catch (Exception fault)
        {
            Failed(logger, http.Request.Path, fault);
            return new GrpcStatus(GrpcCode.Internal, "the server failed; its log says why");
        }
    }

    private async Task<GrpcStatus> RunAsync(HttpContext http, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var request = http.Request;
        var (serviceName, methodName) = Split(request.Path);
        var service = services.GetValueOrDefault(serviceName);
        if (service is not { IsOpen: true } && !access.IsTokenGiven(request.Headers.Authorization))
        {
            return new GrpcStatus(
                GrpcCode.Unauthenticated,
                "send the management token: authorization: Bearer …"
            );
        }
        if (service is null)
        {
            return Unimplemented($"there is no service {serviceName}");
        }
        if (!service.Methods.TryGetValue(methodName, out var method))
        {
            return Unimplemented($"{serviceName} has no method {methodName}");
        }
        var encoding = request.Headers[MessageEncodings.Header];
        if (!MessageEncodings.TryRead(encoding, out var isPacked))
        {
            return Unimplemented(
                $"messages packed by {encoding} are not understood, only {MessageEncodings.Understood}"
            );
        }
        if (
            method.IsClientStreaming
            && http.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate
        )
        {
            // Its caller may well think between two messages.
            rate.MinDataRate = null;
        }
        var packs = MessageEncodings.AcceptsGzip(request.Headers[MessageEncodings.AcceptHeader]);
        if (packs)
        {
            http.Response.Headers[MessageEncodings.Header] = MessageEncodings.Gzip;
        }
        return await method.RunAsync(
            new GrpcExchange(
                new MessageReader(request.BodyReader, isPacked, limit),
                new MessageWriter(http.Response.BodyWriter, packs)
            ),
            cancellation
        );
    }

    private static GrpcStatus Unimplemented(string message) => new(GrpcCode.Unimplemented, message);

    /// <summary><c>/service/method</c> in its parts; what is not so has a service that nobody knows.</summary>
    private static (string Service, string Method) Split(string path)
    {
        var parts = path.Split('/');
        return parts is ["", var service, var method] ? (service, method) : (path, "");
    }

    [LoggerMessage(LogLevel.Debug, "{Path}: {Code}")]
    private static partial void Ended(ILogger logger, string path, GrpcCode code);

    [LoggerMessage(LogLevel.Error, "{Path} failed")]
    private static partial void Failed(ILogger logger, string path, Exception fault);
}
