using Freshet.Management.Grpc.Calls;
using Freshet.Management.Grpc.Protos;
using Freshet.Sinks.Sse.Clients;
using Google.Protobuf.WellKnownTypes;

namespace Freshet.Management.Grpc.Services;

/// <summary><c>sse.SSEManagementService</c>: watches and steers the streams of all SSE endpoints together.</summary>
/// <param name="directory">The clients.</param>
/// <param name="health">Asked whether the server does its work.</param>
internal sealed class ManagementService(ClientDirectory directory, Func<HealthReport> health)
{
    /// <summary>How many clients are told of where nobody says how many.</summary>
    private const int UsualPage = 50;

    public GrpcService ToService() =>
        new(
            SseReflection.Descriptor.Services[0],
            isOpen: false,
            new UnaryMethod<GetStatsRequest, GetStatsResponse>("GetStats", _ => GetStats()),
            new UnaryMethod<GetClientsRequest, GetClientsResponse>("GetClients", GetClients),
            new UnaryMethod<DisconnectClientRequest, DisconnectClientResponse>(
                "DisconnectClient",
                DisconnectClient
            ),
            new UnaryMethod<GetHealthRequest, GetHealthResponse>("GetHealth", _ => GetHealth())
        );

    private GetStatsResponse GetStats() =>
        new()
        {
            TotalClients = directory.Count,
            MaxClients = (int)Math.Min(directory.MaxClients, int.MaxValue),
            TotalEventsSent = directory.EventsSent,
        };

    private GrpcResult<GetClientsResponse> GetClients(GetClientsRequest request)
    {
        if (request.Limit < 0 || request.Offset < 0)
        {
            return new GrpcStatus(
                GrpcCode.InvalidArgument,
                "limit and offset must not be negative"
            );
        }
        var page = directory.Page(request.Offset, request.Limit == 0 ? UsualPage : request.Limit);
        var response = new GetClientsResponse { Total = page.Total };
        response.Clients.AddRange(page.Clients.Select(Describe));
        return response;
    }

    private GrpcResult<DisconnectClientResponse> DisconnectClient(DisconnectClientRequest request)
    {
        if (request.ClientId.Length == 0)
        {
            return new GrpcStatus(GrpcCode.InvalidArgument, "client_id must not be empty");
        }
        return directory.Disconnect(request.ClientId)
            ? new DisconnectClientResponse
            {
                Success = true,
                Message = $"the stream of {request.ClientId} ends",
            }
            : new GrpcStatus(
                GrpcCode.NotFound,
                $"no client {request.ClientId} is connected; GetClients tells who is"
            );
    }

    private GetHealthResponse GetHealth()
    {
        var report = health();
        return new()
        {
            Healthy = report.IsReady,
            Message = report.Message,
            ConnectedClients = directory.Count,
        };
    }

    private static ClientInfo Describe(StreamClient client)
    {
        var described = new ClientInfo
        {
            Id = client.Id,
            ConnectedAt = client.ConnectedAt.ToTimestamp(),
            LastEventAt = client.LastEventAt?.ToTimestamp(),
            EventsReceived = client.EventsReceived,
            Filter = new SubscriptionFilter(),
            UserAgent = client.UserAgent,
            RemoteAddr = client.RemoteAddress,
        };
        described.Filter.EventTypes.AddRange(client.EventTypes);
        described.Filter.Sources.AddRange(client.Sources);
        return described;
    }
}
