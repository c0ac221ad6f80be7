using Freshet.Management.Grpc.Framing;
using Google.Protobuf;

namespace Freshet.Management.Grpc.Calls;

/// <summary>The messages of one call, both ways.</summary>
internal sealed class GrpcExchange(MessageReader requests, MessageWriter responses)
{
    /// <summary>The caller's next message; null at the end.</summary>
    public async ValueTask<GrpcResult<T?>> ReadAsync<T>(CancellationToken cancellation)
        where T : class, IMessage<T>, new()
    {
        var read = await requests.ReadAsync(cancellation);
        if (!read.IsOk)
        {
            return read.Status;
        }
        if (read.Value is not { } bytes)
        {
            return (T?)null;
        }
        try
        {
            var message = new T();
            message.MergeFrom(bytes.Span);
            return message;
        }
        catch (InvalidProtocolBufferException)
        {
            return new GrpcStatus(
                GrpcCode.Internal,
                $"a message cannot be read as {new T().Descriptor.FullName}"
            );
        }
    }

    /// <summary>The caller's only message; none or two are a fault.</summary>
    public async ValueTask<GrpcResult<T>> ReadOnlyOneAsync<T>(CancellationToken cancellation)
        where T : class, IMessage<T>, new()
    {
        var first = await ReadAsync<T>(cancellation);
        if (!first.IsOk)
        {
            return first.Status;
        }
        if (first.Value is not { } message)
        {
            return new GrpcStatus(GrpcCode.Internal, "the call ends without a message");
        }
        var second = await requests.ReadAsync(cancellation);
        if (!second.IsOk)
        {
            return second.Status;
        }
        return second.Value is null
            ? message
            : new GrpcStatus(GrpcCode.Internal, "more than the one message that the method takes");
    }

    /// <summary>Returns once the message is on its way.</summary>
    public ValueTask WriteAsync(IMessage message, CancellationToken cancellation) =>
        responses.WriteAsync(message, cancellation);
}
