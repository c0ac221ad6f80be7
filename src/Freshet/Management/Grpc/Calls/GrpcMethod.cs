namespace Freshet.Management.Grpc.Calls;

/// <summary>A method of a service: how its messages come and go.</summary>
/// <param name="name">Its name, as the service's descriptor has it.</param>
internal abstract class GrpcMethod(string name)
{
    public string Name => name;

    /// <summary>Whether it answers with any number of messages.</summary>
    public abstract bool IsServerStreaming { get; }

    /// <summary>Whether it takes any number of messages, as they come.</summary>
    public abstract bool IsClientStreaming { get; }

    /// <summary>Serves one call.</summary>
    /// <param name="exchange">The call's messages.</param>
    /// <param name="cancellation">The caller is gone or has waited long enough, or the server stops.</param>
    public abstract Task<GrpcStatus> RunAsync(
        GrpcExchange exchange,
        CancellationToken cancellation
    );
}
