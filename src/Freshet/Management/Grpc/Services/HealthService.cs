using System.Runtime.CompilerServices;
using Freshet.Management.Grpc.Calls;
using Freshet.Management.Grpc.Protos;
using Freshet.Management.Grpc.Protos.Health;
using Serving = Freshet.Management.Grpc.Protos.Health.HealthCheckResponse.Types.ServingStatus;

namespace Freshet.Management.Grpc.Services;

/// <summary><c>grpc.health.v1.Health</c>: whether the server takes and delivers events, for those who choose among servers.</summary>
/// <param name="health">Asked whenever somebody wants to know.</param>
/// <param name="time">The clock.</param>
internal sealed class HealthService(Func<HealthReport> health, TimeProvider time)
{
    /// <summary>How often those who watch are served: nobody tells of a disk that is full, it has to be asked for.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>What may be asked for: the server as a whole, or its one service.</summary>
    private static readonly IReadOnlyList<string> Known =
    [
        "",
        SseReflection.Descriptor.Services[0].FullName,
    ];

    /// <summary>The service. Who checks the health of servers has seldom a token.</summary>
    public GrpcService ToService() =>
        new(
            HealthReflection.Descriptor.Services[0],
            isOpen: true,
            new UnaryMethod<HealthCheckRequest, HealthCheckResponse>("Check", Check),
            new ServerStreamingMethod<HealthCheckRequest, HealthCheckResponse>("Watch", Watch)
        );

    private GrpcResult<HealthCheckResponse> Check(HealthCheckRequest request) =>
        Known.Contains(request.Service)
            ? new HealthCheckResponse { Status = State(request) }
            : new GrpcStatus(GrpcCode.NotFound, $"there is no service {request.Service}");

    private async IAsyncEnumerable<HealthCheckResponse> Watch(
        HealthCheckRequest request,
        [EnumeratorCancellation] CancellationToken cancellation
    )
    {
        using var timer = new PeriodicTimer(Interval, time);
        Serving? told = null;
        do
        {
            var state = State(request);
            if (state != told)
            {
                told = state;
                yield return new HealthCheckResponse { Status = state };
            }
        } while (await timer.WaitForNextTickAsync(cancellation));
    }

    private Serving State(HealthCheckRequest request) =>
        !Known.Contains(request.Service) ? Serving.ServiceUnknown
        : health().IsReady ? Serving.Serving
        : Serving.NotServing;
}
