using System.Net.Sockets;

namespace Freshet.Http.Detaching;

/// <summary>
/// A client that has silently vanished, without a last word: TCP goes on trying to reach it, on Linux for 15 minutes or more. RFC 5482 lets whoever has
/// the socket say for how long.
/// </summary>
internal static class Reachability
{
    // From linux/tcp.h.
    private const int Tcp = 6;
    private const int TcpInfo = 11;
    private const int TcpUserTimeout = 18;

    /// <summary>Where the window that the other side gave last stands in TCP_INFO, where the kernel is new enough to tell it.</summary>
    private const int WindowOffset = 228;

    /// <summary>
    /// From now on the connection ends once what was sent is not acknowledged, or not taken, for that long. Other systems than Linux have no such option,
    /// and end it when they do.
    /// </summary>
    /// <param name="socket">Of a connection.</param>
    /// <param name="patience">Cut to milliseconds, of which there is at least one.</param>
    public static void Limit(Socket socket, TimeSpan patience)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }
        var milliseconds = (int)Math.Clamp(patience.TotalMilliseconds, 1, int.MaxValue);
        try
        {
            socket.SetRawSocketOption(Tcp, TcpUserTimeout, BitConverter.GetBytes(milliseconds));
        }
        catch (Exception fault) when (fault is SocketException or ObjectDisposedException)
        {
            // It has ended already, which whoever sends finds out.
        }
    }

    /// <summary>How the client went whose connection broke with that error; to be asked before the socket is closed.</summary>
    public static Departure DepartureBy(SocketError error, Socket socket)
    {
        // What a router said meanwhile is told in place of the time that is over.
        var isOver =
            error
            is SocketError.TimedOut
                or SocketError.HostUnreachable
                or SocketError.HostDown
                or SocketError.NetworkUnreachable
                or SocketError.NetworkDown;
        return !isOver ? Departure.Left
            : IsWindowShut(socket) ? Departure.Stuck
            : Departure.Unreachable;
    }

    /// <summary>Whether the client answered, but had no room for what was sent. False where the system does not tell.</summary>
    private static bool IsWindowShut(Socket socket)
    {
        if (!OperatingSystem.IsLinux())
        {
            return false;
        }
        Span<byte> info = stackalloc byte[256];
        try
        {
            var length = socket.GetRawSocketOption(Tcp, TcpInfo, info);
            return length >= WindowOffset + sizeof(uint)
                && BitConverter.ToUInt32(info[WindowOffset..]) == 0;
        }
        catch (Exception fault) when (fault is SocketException or ObjectDisposedException)
        {
            // Another thread ended it.
            return false;
        }
    }
}
