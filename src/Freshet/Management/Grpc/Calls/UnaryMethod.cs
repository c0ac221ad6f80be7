using Google.Protobuf;

namespace Freshet.Management.Grpc.Calls;

/// <summary>One message in, one out.</summary>
internal sealed class UnaryMethod<TRequest, TResponse>(
    string name,
    Func<TRequest, GrpcResult<TResponse>> answer
) : GrpcMethod(name)
    where TRequest : class, IMessage<TRequest>, new()
    where TResponse : class, IMessage<TResponse>
{
    public override bool IsServerStreaming => false;

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
        // Who has waited long enough takes a call for failed: it must not do anything then.
        cancellation.ThrowIfCancellationRequested();
        var response = answer(request.Value);
        if (response.IsOk)
        {
            await exchange.WriteAsync(response.Value, cancellation);
        }
        return response.Status;
    }
}
