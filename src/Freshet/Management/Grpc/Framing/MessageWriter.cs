using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Pipelines;
using Google.Protobuf;

namespace Freshet.Management.Grpc.Framing;

/// <summary>Puts messages into a call's answer, each behind its prefix (see <see cref="MessageReader"/>).</summary>
/// <param name="body">The answer.</param>
/// <param name="isGzip">Whether large messages are packed by gzip.</param>
internal sealed class MessageWriter(PipeWriter body, bool isGzip)
{
    /// <summary>Below this gzip's own header and footer outweigh what it saves.</summary>
    private const int LeastToPack = 256;

    /// <summary>Returns once the message is on its way.</summary>
    public async ValueTask WriteAsync(IMessage message, CancellationToken cancellation)
    {
        var size = message.CalculateSize();
        if (isGzip && size >= LeastToPack && Pack(message) is var packed && packed.Length < size)
        {
            WritePrefix(isPacked: true, (int)packed.Length);
            body.Write(packed.GetBuffer().AsSpan(0, (int)packed.Length));
        }
        else
        {
            WritePrefix(isPacked: false, size);
            message.WriteTo(body);
        }
        await body.FlushAsync(cancellation);
    }

    private static MemoryStream Pack(IMessage message)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            message.WriteTo(gzip);
        }
        return packed;
    }

    private void WritePrefix(bool isPacked, int length)
    {
        var prefix = body.GetSpan(MessageReader.PrefixLength);
        prefix[0] = isPacked ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteUInt32BigEndian(prefix[1..], (uint)length);
        body.Advance(MessageReader.PrefixLength);
    }
}
