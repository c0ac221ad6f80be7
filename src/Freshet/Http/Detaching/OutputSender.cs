using System.Buffers;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Freshet.Http.Detaching;

/// <summary>Sends what a connection wrote: at once and on the caller's thread what the kernel takes, the rest when it can.</summary>
internal sealed class OutputSender(Socket socket)
{
    /// <summary>How many buffers go to the kernel in one call: 256 KiB of the pool's.</summary>
    private const int MostAtOnce = 64;

    private List<ArraySegment<byte>>? segments;
    private SocketWait? writable;

    /// <summary>Sends all of it. A fault is an error code.</summary>
    /// <exception cref="ObjectDisposedException">The connection was ended meanwhile.</exception>
    public ValueTask<SocketError> SendAsync(ReadOnlySequence<byte> bytes)
    {
        var error = SendNow(ref bytes);
        return bytes.IsEmpty || error != SocketError.Success
            ? ValueTask.FromResult(error)
            : SendRestAsync(bytes);
    }

    private async ValueTask<SocketError> SendRestAsync(ReadOnlySequence<byte> rest)
    {
        writable ??= new SocketWait();
        while (!rest.IsEmpty)
        {
            var first = rest.First;
            writable.SetBuffer(MemoryMarshal.AsMemory(first));
            writable.Send(socket);
            await writable;
            if (writable.SocketError != SocketError.Success)
            {
                return writable.SocketError;
            }
            rest = rest.Slice(first.Length);
            var error = SendNow(ref rest);
            if (error != SocketError.Success)
            {
                return error;
            }
        }
        return SocketError.Success;
    }

    /// <summary>Takes away from the bytes what the kernel took.</summary>
    private SocketError SendNow(ref ReadOnlySequence<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var sent = bytes.IsSingleSegment
                ? socket.Send(bytes.FirstSpan, SocketFlags.None, out var error)
                : SendMany(bytes, out error);
            if (error != SocketError.Success)
            {
                return error == SocketError.WouldBlock ? SocketError.Success : error;
            }
            bytes = bytes.Slice(sent);
        }
        return SocketError.Success;
    }

    private int SendMany(ReadOnlySequence<byte> bytes, out SocketError error)
    {
        segments ??= new List<ArraySegment<byte>>(MostAtOnce);
        foreach (var memory in bytes)
        {
            if (segments.Count == MostAtOnce || !MemoryMarshal.TryGetArray(memory, out var segment))
            {
                break;
            }
            segments.Add(segment);
        }
        var sent =
            segments.Count > 0
                ? socket.Send(segments, SocketFlags.None, out error)
                : socket.Send(bytes.FirstSpan, SocketFlags.None, out error);
        segments.Clear();
        return sent;
    }
}
