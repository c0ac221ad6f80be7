using Google.Protobuf;

namespace Freshet.Management.Grpc.Calls;

/// <summary>Any number of messages in, each answered as it comes by one.</summary>
internal sealed class BidirectionalMethod<TRequest, TResponse>(
    string name,
    Func<TRequest, TResponse> answer
) : GrpcMethod(name)
    where TRequest : class, IMessage<TRequest>, new()
    where TResponse : class, IMessage<TResponse>
{
    public override bool IsServerStreaming => true;

    public override bool IsClientStreaming => true;

    public override async Task<GrpcStatus> RunAsync(
        GrpcExchange exchange,
        CancellationToken cancellation
    )
    {
        while (true)
        {
            var request = await exchange.ReadAsync<TRequest>(cancellation);
            if (!request.IsOk || request.Value is null)
            {
                return request.Status;
            }
            await exchange.WriteAsync(answer(request.Value), cancellation);
        }
    }
}
