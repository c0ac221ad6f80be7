using System.Net;
using System.Net.Sockets;

namespace Freshet.Chaos.Running;

/// <summary>
/// Ports of 127.0.0.1 for processes that come back to the same one. They lie below those that the system gives to whoever asks for any, so that nobody
/// gets one of them while its process is down.
/// </summary>
internal sealed class Ports
{
    private const int First = 20_000;
    private const int Count = 12_000;

    // Runs side by side begin at different places.
    private int next = Environment.ProcessId * 37 % Count;

    public int Next()
    {
        for (var tries = 0; tries < Count; tries++)
        {
            var port = First + (next++ % Count);
            using var listener = new TcpListener(IPAddress.Loopback, port);
            try
            {
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Another's.
            }
        }
        throw new InvalidOperationException($"no port from {First} on is free");
    }
}
