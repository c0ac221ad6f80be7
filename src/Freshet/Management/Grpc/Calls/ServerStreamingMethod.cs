using Google.Protobuf;

namespace Freshet.Management.Grpc.Calls;

/// <summary>One message in, any number out.</summary>
internal sealed class ServerStreamingMethod<TRequest, TResponse>(
    string name,
    Func<TRequest, CancellationToken, IAsyncEnumerable<TResponse>> answer
) : GrpcMethod(name)
    where TRequest : class, IMessage<TRequest>, new()
    where TResponse : class, IMessage<TResponse>
{
    public override bool IsServerStreaming => true;

    public override bool IsClientStreaming => false;

    public override async Task<GrpcStatus> RunAsync(
        GrpcExchange exchange,
        CancellationToken cancellation
    )
    {
        var request = await exchange.ReadOnlyOneAsync<TRequest>(cancellation);
        if (!request.IsOk)
        {
            return request.Status;
        }
        await foreach (
            var response in answer(request.Value, cancellation).WithCancellation(cancellation)
        )
        {
            await exchange.WriteAsync(response, cancellation);
        }
        return default;
    }
}
