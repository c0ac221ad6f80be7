using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using Freshet.Http;

namespace Freshet.Management.Grpc.Framing;

/// <summary>
/// Takes messages out of a call's body. Each stands behind a byte that says whether it is packed and its length, four bytes, big-endian. After a fault
/// nothing more can be read.
/// </summary>
/// <param name="body">What the caller sends.</param>
/// <param name="isGzip">Whether messages that are packed are packed by gzip; otherwise none may be.</param>
/// <param name="limit">The most bytes of a message, as it comes and as it is unpacked.</param>
internal sealed class MessageReader(PipeReader body, bool isGzip, int limit)
{
    /// <summary>The bytes before each message.</summary>
    public const int PrefixLength = 5;

    private const byte Plain = 0;
    private const byte Packed = 1;

    private static readonly IReadOnlyList<ContentEncoding> Gzip = [ContentEncoding.Gzip];

    /// <summary>The next message; null at the end.</summary>
    /// <exception cref="IOException">The connection broke.</exception>
    public async ValueTask<GrpcResult<ReadOnlyMemory<byte>?>> ReadAsync(
        CancellationToken cancellation
    )
    {
        while (true)
        {
            var read = await body.ReadAsync(cancellation);
            var buffer = read.Buffer;
            var result = Take(buffer, out var consumed);
            if (consumed > 0)
            {
                body.AdvanceTo(buffer.GetPosition(consumed));
                return Unpack(result);
            }
            body.AdvanceTo(buffer.Start, buffer.End);
            if (!result.IsOk)
            {
                return result.Status;
            }
            if (read.IsCompleted)
            {
                return buffer.IsEmpty
                    ? (ReadOnlyMemory<byte>?)null
                    : new GrpcStatus(GrpcCode.Internal, "the body ends within a message");
            }
        }
    }

    /// <summary>The prefix and what follows, once all of it is there; a claim alone takes no memory.</summary>
    /// <param name="buffer">What has come.</param>
    /// <param name="consumed">How many bytes the message took; 0 where it is not there yet, or will never be.</param>
    private GrpcResult<byte[]> Take(in ReadOnlySequence<byte> buffer, out long consumed)
    {
        consumed = 0;
        if (buffer.Length < PrefixLength)
        {
            return Array.Empty<byte>();
        }
        Span<byte> prefix = stackalloc byte[PrefixLength];
        buffer.Slice(0, PrefixLength).CopyTo(prefix);
        var length = BinaryPrimitives.ReadUInt32BigEndian(prefix[1..]);
        switch (prefix[0])
        {
            case Plain:
            case Packed when isGzip:
                break;
            case Packed:
                return new GrpcStatus(
                    GrpcCode.Internal,
                    "a message is marked as packed, and no grpc-encoding says how"
                );
            default:
                return new GrpcStatus(
                    GrpcCode.Internal,
                    $"a message begins with the byte {prefix[0]}, where only 0 and 1 mean something"
                );
        }
        if (length > limit)
        {
            return TooLarge($"a message of {length} bytes is larger than {limit}");
        }
        if (buffer.Length < PrefixLength + length)
        {
            return Array.Empty<byte>();
        }
        consumed = PrefixLength + length;
        return buffer.Slice(0, consumed).ToArray();
    }

    /// <summary>The message behind its prefix.</summary>
    private GrpcResult<ReadOnlyMemory<byte>?> Unpack(GrpcResult<byte[]> taken)
    {
        ReadOnlyMemory<byte> message = taken.Value.AsMemory(PrefixLength);
        if (taken.Value[0] == Plain)
        {
            return message;
        }
        var unpacked = ContentEncodings.Unpack(message, Gzip, limit);
        return unpacked.Outcome switch
        {
            BodyOutcome.Complete => unpacked.Content,
            BodyOutcome.TooLarge => TooLarge($"a message unpacks to more than {limit} bytes"),
            _ => new GrpcStatus(GrpcCode.Internal, "a message is not intact gzip"),
        };
    }

    private static GrpcStatus TooLarge(string message) => new(GrpcCode.ResourceExhausted, message);
}
