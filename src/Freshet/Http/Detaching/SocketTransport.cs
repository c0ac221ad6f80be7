using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Freshet.Http.Detaching;

/// <summary>
/// Kestrel's transport: TCP over IPv4 and IPv6, as its own is, but for three things. A socket can leave it (<see cref="IDetachFeature"/>), a thread
/// of one's own that flushes sends too (<see cref="SendQueue"/>), and running out of files ends nothing.
/// </summary>
internal sealed class SocketTransport(
    IOptions<KestrelServerOptions> options,
    IMemoryPoolFactory<byte> pools,
    ILoggerFactory loggers,
    TimeProvider time
) : IConnectionListenerFactory
{
    /// <summary>As many as the kernel lets wait (<c>net.core.somaxconn</c>): after a deploy every client comes back at once.</summary>
    private const int Backlog = int.MaxValue;

    /// <exception cref="AddressInUseException">Another socket listens there.</exception>
    /// <exception cref="SocketException">It is no address of this machine, or may not be used.</exception>
    /// <exception cref="NotSupportedException">It is no address of TCP.</exception>
    public ValueTask<IConnectionListener> BindAsync(
        EndPoint endpoint,
        CancellationToken cancellationToken = default
    )
    {
        if (endpoint is not IPEndPoint ip)
        {
            throw new NotSupportedException(
                $"cannot listen on {endpoint}: an IP address and a port are needed"
            );
        }
        var socket = new Socket(ip.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (ip.Address.Equals(IPAddress.IPv6Any))
            {
                socket.DualMode = true;
            }
            socket.Bind(ip);
            socket.Listen(Backlog);
        }
        catch (SocketException fault)
            when (fault.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            socket.Dispose();
            throw new AddressInUseException(fault.Message, fault);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
        var pool = pools.Create(new MemoryPoolOptions { Owner = "freshet" });
        return ValueTask.FromResult<IConnectionListener>(
            new SocketListener(
                socket,
                new ConnectionSettings(pool, options.Value.Limits, loggers),
                loggers.CreateLogger<SocketListener>(),
                time
            )
        );
    }
}
