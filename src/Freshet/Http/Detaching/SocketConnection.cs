using System.IO.Pipelines;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;

namespace Freshet.Http.Detaching;

/// <summary>
/// A connection as Kestrel sees it: two pipes, and a loop between each and the socket. When the last answer is written Kestrel disposes of it, and
/// its socket is closed or handed to who asked for it.
/// </summary>
internal sealed partial class SocketConnection : ConnectionContext
{
    /// <summary>How much room a read is given at least, in bytes: half a block of the pool.</summary>
    private const int LeastRead = 2048;

    private static readonly ConnectionAbortedException SentAll = new(
        "everything was sent, and the connection was closed"
    );

    private static readonly ConnectionAbortedException GivenAway = new(
        "the socket has another owner"
    );

    private readonly Socket socket;
    private readonly ConnectionSettings settings;
    private readonly SocketWait readable = new();
    private readonly OutputSender sender;
    private readonly Pipe input;
    private readonly Pipe output;
    private readonly WirePipes wire;
    private readonly CancellationTokenSource closed = new();
    private Exception? endReason;
    private int departure;
    private Action<DetachedSocket?>? detached;
    private Task<bool> receiving = Task.FromResult(false);
    private Task sending = Task.CompletedTask;

    /// <param name="socket">Connected, in non-blocking mode.</param>
    /// <param name="settings">What it has in common with the listener's other connections.</param>
    public SocketConnection(Socket socket, ConnectionSettings settings)
    {
        this.socket = socket;
        this.settings = settings;
        sender = new OutputSender(socket);
        input = new Pipe(settings.Input);
        output = new Pipe(settings.NextOutput());
        wire = new WirePipes(input.Reader, output.Writer);
        Transport = wire;
        LocalEndPoint = socket.LocalEndPoint;
        RemoteEndPoint = socket.RemoteEndPoint;
        ConnectionClosed = closed.Token;
        ConnectionId = NextId();
        Features = OwnFeatures();
    }

    /// <summary>Begins to receive and to send.</summary>
    public void Start()
    {
        receiving = ReceiveAsync();
        sending = SendAsync();
    }

    /// <summary>Ends it at once, by a reset.</summary>
    public override void Abort(ConnectionAbortedException abortReason)
    {
        End(abortReason);
        output.Reader.CancelPendingRead();
    }

    /// <summary>Returns once everything that was written is with the kernel, or is known not to get there.</summary>
    public override async ValueTask DisposeAsync()
    {
        wire.Complete();
        await sending;
        readable.Release();
        var isConnected = await receiving;
        if (detached is not { } then)
        {
            await TellClosedAsync();
            readable.Dispose();
        }
        else if (isConnected && TryEnd(GivenAway))
        {
            then(new DetachedSocket(socket, readable));
        }
        else
        {
            End(SentAll);
            readable.Dispose();
            then(null);
        }
        closed.Dispose();
        await base.DisposeAsync();
    }

    /// <summary>Receives until nobody reads it any more. False where the client closed its side or the connection broke.</summary>
    private async Task<bool> ReceiveAsync()
    {
        Exception? fault = null;
        try
        {
            var error = await ReceiveAllAsync();
            if (error is null)
            {
                await input.Writer.CompleteAsync(Volatile.Read(ref endReason));
                return true;
            }
            if (error != SocketError.Success)
            {
                fault = Reset(error.Value);
            }
        }
        catch (ObjectDisposedException disposed)
        {
            // It was ended by this side, which has the reason.
            fault = disposed;
        }
        catch (Exception unexpected)
        {
            Unexpected(settings.Logger, unexpected, ConnectionId);
            fault = unexpected;
        }
        await input.Writer.CompleteAsync(Volatile.Read(ref endReason) ?? fault);
        await TellClosedAsync();
        return false;
    }

    /// <summary>Why it ended: null where nobody reads any more, success where the client closed its side.</summary>
    private async ValueTask<SocketError?> ReceiveAllAsync()
    {
        var writer = input.Writer;
        // No buffer is held while nothing comes.
        while (readable.Receive(socket) && await readable)
        {
            if (readable.SocketError != SocketError.Success)
            {
                return readable.SocketError;
            }
            bool isFull;
            do
            {
                var buffer = writer.GetMemory(LeastRead);
                var count = socket.Receive(buffer.Span, SocketFlags.None, out var error);
                if (error == SocketError.WouldBlock)
                {
                    break;
                }
                if (error != SocketError.Success || count == 0)
                {
                    return error;
                }
                writer.Advance(count);
                isFull = count == buffer.Length;
                var flushed = await writer.FlushAsync();
                if (flushed.IsCompleted || flushed.IsCanceled)
                {
                    return null;
                }
            } while (isFull);
        }
        return null;
    }

    private async Task SendAsync()
    {
        Exception? fault = null;
        try
        {
            var error = await SendAllAsync();
            if (error != SocketError.Success)
            {
                fault = Reset(error);
            }
        }
        catch (ObjectDisposedException disposed)
        {
            // It was ended by this side, which has the reason.
            fault = disposed;
        }
        catch (Exception unexpected)
        {
            Unexpected(settings.Logger, unexpected, ConnectionId);
            fault = unexpected;
        }
        if (fault is not null || detached is null)
        {
            End(fault);
        }
        await output.Reader.CompleteAsync();
        // Receiving may wait for a reader that has no more answers to write.
        input.Writer.CancelPendingFlush();
    }

    private async ValueTask<SocketError> SendAllAsync()
    {
        var reader = output.Reader;
        while (true)
        {
            var result = await reader.ReadAsync();
            if (result.IsCanceled)
            {
                return SocketError.OperationAborted;
            }
            var error = await sender.SendAsync(result.Buffer);
            if (error != SocketError.Success)
            {
                return error;
            }
            reader.AdvanceTo(result.Buffer.End);
            if (result.IsCompleted)
            {
                return SocketError.Success;
            }
        }
    }

    /// <summary>Closes the socket: in good order without a reason, by a reset with one.</summary>
    private void End(Exception? reason)
    {
        // Told before the socket is closed: whoever notices that asks why.
        if (!TryEnd(reason ?? SentAll))
        {
            return;
        }
        if (reason is not null)
        {
            socket.Close(timeout: 0);
            return;
        }
        try
        {
            socket.Shutdown(SocketShutdown.Both);
        }
        catch (SocketException)
        {
            // The client was first.
        }
        socket.Dispose();
    }

    /// <summary>True for the first who ends it, to whom the socket is left.</summary>
    private bool TryEnd(Exception reason) =>
        Interlocked.CompareExchange(ref endReason, reason, null) is null;

    /// <summary>Cancels what depends on the connection, on threads of the pool.</summary>
    private async Task TellClosedAsync()
    {
        try
        {
            await closed.CancelAsync();
        }
        catch (AggregateException fault)
        {
            Unexpected(settings.Logger, fault, ConnectionId);
        }
    }

    /// <summary>What Kestrel takes for a client that went away, and logs as such.</summary>
    private ConnectionResetException Reset(SocketError error)
    {
        if (Reachability.DepartureBy(error, socket) is var how and not Departure.Left)
        {
            Volatile.Write(ref departure, (int)how);
        }
        var fault = new SocketException((int)error);
        return new ConnectionResetException(fault.Message, fault);
    }

    [LoggerMessage(LogLevel.Error, "connection {Connection} broke unexpectedly")]
    private static partial void Unexpected(ILogger logger, Exception fault, string connection);
}
