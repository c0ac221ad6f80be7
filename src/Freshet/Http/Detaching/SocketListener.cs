using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;

namespace Freshet.Http.Detaching;

/// <summary>Accepts connections until it is unbound, whatever the machine lacks meanwhile.</summary>
internal sealed partial class SocketListener : IConnectionListener
{
    /// <summary>How long it waits for files or memory to be freed.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan BetweenWarnings = TimeSpan.FromMinutes(1);

    private readonly Socket socket;
    private readonly ConnectionSettings settings;
    private readonly ILogger logger;
    private readonly TimeProvider time;
    private readonly CancellationTokenSource unbound = new();
    private readonly FileReserve reserve = new();
    private long? lastWarning;

    /// <summary>Whether the last connection has a file that is kept for others: the next one has to wait.</summary>
    private bool isShort;

    public SocketListener(
        Socket socket,
        ConnectionSettings settings,
        ILogger logger,
        TimeProvider time
    )
    {
        this.socket = socket;
        this.settings = settings;
        this.logger = logger;
        this.time = time;
        EndPoint = socket.LocalEndPoint!;
    }

    public EndPoint EndPoint { get; }

    /// <summary>The next connection, or null once it is unbound.</summary>
    public async ValueTask<ConnectionContext?> AcceptAsync(
        CancellationToken cancellationToken = default
    )
    {
        while (true)
        {
            isShort = isShort && !reserve.IsWhole();
            if (isShort)
            {
                WarnOfFiles();
                if (!await TryPauseAsync(cancellationToken))
                {
                    return null;
                }
                continue;
            }
            Socket? accepted = null;
            try
            {
                accepted = await socket.AcceptAsync(cancellationToken);
                isShort = reserve.IsTouchedBy(accepted);
                accepted.NoDelay = true;
                accepted.Blocking = false;
                var connection = new SocketConnection(accepted, settings);
                connection.Start();
                return connection;
            }
            catch (ObjectDisposedException)
            {
                accepted?.Dispose();
                return null;
            }
            catch (SocketException) when (unbound.IsCancellationRequested)
            {
                accepted?.Dispose();
                return null;
            }
            catch (SocketException fault)
            {
                // Of the connection, if there was one: its client has gone already. Else the listener's own.
                accepted?.Dispose();
                if (accepted is null && !IsOfConnection(fault.SocketErrorCode))
                {
                    Warn(fault);
                    if (!await TryPauseAsync(cancellationToken))
                    {
                        return null;
                    }
                }
            }
        }
    }

    public async ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        await unbound.CancelAsync();
        socket.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        await UnbindAsync(CancellationToken.None);
        unbound.Dispose();
        settings.Pool.Dispose();
    }

    /// <summary>Whether the kernel tells of a connection that broke before it was accepted (accept(2), "Error handling").</summary>
    private static bool IsOfConnection(SocketError error) =>
        error
            is SocketError.ConnectionReset
                or SocketError.ConnectionAborted
                or SocketError.HostDown
                or SocketError.HostUnreachable
                or SocketError.NetworkDown
                or SocketError.NetworkUnreachable;

    private async Task<bool> TryPauseAsync(CancellationToken cancellation)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(
            cancellation,
            unbound.Token
        );
        try
        {
            await Task.Delay(Pause, time, either.Token);
            return true;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return false;
        }
    }

    private void Warn(SocketException fault)
    {
        if (fault.SocketErrorCode == SocketError.TooManyOpenSockets)
        {
            WarnOfFiles();
        }
        else if (IsTimeToWarn())
        {
            CannotAccept(logger, fault.Message);
        }
    }

    private void WarnOfFiles()
    {
        if (IsTimeToWarn())
        {
            OutOfFiles(logger);
        }
    }

    private bool IsTimeToWarn()
    {
        if (lastWarning is { } last && time.GetElapsedTime(last) < BetweenWarnings)
        {
            return false;
        }
        lastWarning = time.GetTimestamp();
        return true;
    }

    [LoggerMessage(
        LogLevel.Warning,
        "connections wait to be accepted: too many files are open; raise the limit (`ulimit -n`, LimitNOFILE of a unit) above the number of clients"
    )]
    private static partial void OutOfFiles(ILogger logger);

    [LoggerMessage(LogLevel.Warning, "connections wait to be accepted: {Fault}")]
    private static partial void CannotAccept(ILogger logger, string fault);
}
