using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Freshet.Http.Detaching;

/// <summary>
/// A socket that left Kestrel. It costs no buffer and no task: one wait for what the client sends, which is read and thrown away. Sending is for one
/// thread at a time; <see cref="Close"/> and <see cref="Abort"/> are for any.
/// </summary>
internal sealed class DetachedSocket
{
    /// <summary>How much a client may send after its request, in bytes: one that listens has nothing to say.</summary>
    private const int MostReceived = 64 * 1024;

    private readonly Socket socket;
    private readonly SocketWait readable;
    private readonly Action onReadable;
    private SocketWait? writable;
    private Action? onSent;
    private IDetachedSocketOwner? owner;
    private int state;
    private int departure;
    private int received;

    /// <param name="socket">A connected socket in non-blocking mode.</param>
    /// <param name="readable">The wait for what the client sends, released by who waited until now.</param>
    public DetachedSocket(Socket socket, SocketWait readable)
    {
        this.socket = socket;
        this.readable = readable;
        onReadable = OnReadable;
    }

    [Flags]
    private enum State
    {
        None = 0,

        /// <summary>A <see cref="SendLater"/> is under way.</summary>
        Parked = 1,

        /// <summary><see cref="Close"/> was called.</summary>
        Closing = 2,

        /// <summary>The socket is closed, or is being so.</summary>
        Ended = 4,

        /// <summary>The owner was told that the client left.</summary>
        Told = 8,
    }

    /// <summary>How the client went; to be asked once <see cref="Send"/> or the owner was told that it has.</summary>
    public Departure Departure => (Departure)Volatile.Read(ref departure);

    /// <summary>Begins to tell the owner what happens. Called once, before anything else.</summary>
    public void Begin(IDetachedSocketOwner owner)
    {
        this.owner = owner;
        if (!readable.TryAdopt(onReadable))
        {
            OnReadable();
        }
    }

    /// <summary>
    /// Sends what the kernel takes now, and never waits. Returns how many bytes it took, 0 where it is full, or -1 where the connection is broken
    /// or ended; the owner is told of that too, where it did not end it itself.
    /// </summary>
    public int Send(ReadOnlySpan<byte> bytes)
    {
        try
        {
            var sent = socket.Send(bytes, SocketFlags.None, out var error);
            switch (error)
            {
                case SocketError.Success:
                    return sent;
                case SocketError.WouldBlock:
                    return 0;
                default:
                    Note(error);
                    // Not from here: the owner is in the midst of something.
                    ThreadPool.UnsafeQueueUserWorkItem(
                        static detached => detached.Leave(),
                        this,
                        preferLocal: false
                    );
                    return -1;
            }
        }
        catch (ObjectDisposedException)
        {
            // Another thread ended it, and whoever has to know was told.
            return -1;
        }
    }

    /// <summary>
    /// Sends all of this as soon as there is room, then calls <see cref="IDetachedSocketOwner.Sent"/>, or <see cref="IDetachedSocketOwner.Left"/>:
    /// possibly before it returns. Not while another is under way.
    /// </summary>
    /// <param name="rest">Not to be changed until then.</param>
    public void SendLater(ReadOnlyMemory<byte> rest)
    {
        Set(State.Parked);
        writable ??= new SocketWait();
        // The kernel reads from it and nothing else: sending asks for memory that could be written to all the same.
        writable.SetBuffer(MemoryMarshal.AsMemory(rest));
        writable.Send(socket);
        if (!writable.TryAwait(onSent ??= OnSent))
        {
            OnSent();
        }
    }

    /// <summary>
    /// Ends it in good order: what was sent arrives, then the end of the stream; a <see cref="SendLater"/> that is under way is finished first, however
    /// long the client takes. The owner is told nothing more.
    /// </summary>
    public void Close()
    {
        var before = Set(State.Closing);
        if ((before & (State.Parked | State.Closing)) == State.None)
        {
            Finish();
        }
    }

    /// <summary>Ends it at once, by a reset: what was sent may not arrive. Also ends a <see cref="Close"/> that takes too long.</summary>
    public void Abort()
    {
        if (TryEnd())
        {
            socket.Close(timeout: 0);
            readable.Dispose();
        }
    }

    private void OnReadable()
    {
        do
        {
            if (readable.SocketError != SocketError.Success || !Discard())
            {
                Note(readable.SocketError);
                Leave();
                return;
            }
        } while (readable.Receive(socket) && !readable.TryAwait(onReadable));
    }

    /// <summary>Throws away what the client has sent. False where it closed its side, the connection broke, or that was too much.</summary>
    private bool Discard()
    {
        Span<byte> nowhere = stackalloc byte[4096];
        try
        {
            while (true)
            {
                var count = socket.Receive(nowhere, SocketFlags.None, out var error);
                if (count == 0)
                {
                    Note(error);
                    return error == SocketError.WouldBlock;
                }
                received += count;
                if (received > MostReceived)
                {
                    return false;
                }
            }
        }
        catch (ObjectDisposedException)
        {
            // Another thread ended it.
            return false;
        }
    }

    private void OnSent()
    {
        var error = writable!.SocketError;
        writable.SetBuffer(default);
        var before = (State)Interlocked.And(ref state, (int)~State.Parked);
        if (error != SocketError.Success)
        {
            Note(error);
            Abort();
            TellLeft();
        }
        else if ((before & State.Closing) != State.None)
        {
            Finish();
        }
        else
        {
            owner!.Sent();
        }
    }

    /// <summary>Keeps what an error says of how the client went; those that follow say no more.</summary>
    private void Note(SocketError error)
    {
        if (Reachability.DepartureBy(error, socket) is var how and not Departure.Left)
        {
            Volatile.Write(ref departure, (int)how);
        }
    }

    private void Leave()
    {
        if (TryEnd())
        {
            socket.Close(timeout: 0);
            readable.Dispose();
            TellLeft();
        }
    }

    private void TellLeft()
    {
        if ((Set(State.Told) & (State.Told | State.Closing)) == State.None)
        {
            owner!.Left();
        }
    }

    private void Finish()
    {
        if (!TryEnd())
        {
            return;
        }
        // A socket that is closed with bytes unread resets its connection, and what was sent is lost.
        Discard();
        try
        {
            socket.Shutdown(SocketShutdown.Both);
        }
        catch (SocketException)
        {
            // The client was first.
        }
        socket.Dispose();
        readable.Dispose();
    }

    private bool TryEnd() => (Set(State.Ended) & State.Ended) == State.None;

    /// <summary>What was before.</summary>
    private State Set(State bits) => (State)Interlocked.Or(ref state, (int)bits);
}
