using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace Freshet.Http.Detaching;

/// <summary>
/// One operation of a socket that may take its time: to be awaited, or to be called back about, on a thread of the pool. A fault is an error code,
/// since a client that leaves is no exception. One who awaits can be made to go on while the operation stays under way, for another to adopt.
/// </summary>
// No execution context flows: what awaits is a loop of the transport's own.
internal sealed class SocketWait() : SocketAsyncEventArgs(true), ICriticalNotifyCompletion
{
    /// <summary>Nothing is under way.</summary>
    private static readonly Action Over = static () => { };

    /// <summary>Something is under way, and nobody waits for it.</summary>
    private static readonly Action Abandoned = static () => { };

    /// <summary>One of those two, null where nobody has begun to wait, or who is to be called.</summary>
    private Action? continuation = Over;
    private bool isReleased;

    /// <summary>Whether it is over, or need not be awaited any more.</summary>
    public bool IsCompleted => Volatile.Read(ref continuation) is { } now && IsMark(now);

    public SocketWait GetAwaiter() => this;

    /// <summary>False where it is still under way, abandoned.</summary>
    public bool GetResult() => ReferenceEquals(Volatile.Read(ref continuation), Over);

    /// <summary>Begins to wait until there is something to be received, without a buffer.</summary>
    /// <returns>False where this was released; nothing is under way then.</returns>
    public bool Receive(Socket socket)
    {
        Interlocked.Exchange(ref continuation, null);
        if (Volatile.Read(ref isReleased))
        {
            Volatile.Write(ref continuation, Over);
            return false;
        }
        try
        {
            if (!socket.ReceiveAsync(this))
            {
                Complete();
            }
        }
        catch (ObjectDisposedException)
        {
            Fail();
        }
        return true;
    }

    /// <summary>Begins to send the whole of the buffer.</summary>
    public void Send(Socket socket)
    {
        Volatile.Write(ref continuation, null);
        try
        {
            if (!socket.SendAsync(this))
            {
                Complete();
            }
        }
        catch (ObjectDisposedException)
        {
            Fail();
        }
    }

    /// <summary>Has this called once it is over. False where it is so already.</summary>
    public bool TryAwait(Action then) =>
        Interlocked.CompareExchange(ref continuation, then, null) is null;

    /// <summary>From now on <see cref="Receive"/> begins nothing, and who waits for it goes on.</summary>
    public void Release()
    {
        Volatile.Write(ref isReleased, true);
        Interlocked.MemoryBarrier();
        while (true)
        {
            var now = Volatile.Read(ref continuation);
            if (ReferenceEquals(now, Over))
            {
                return;
            }
            if (Interlocked.CompareExchange(ref continuation, Abandoned, now) == now)
            {
                now?.Invoke();
                return;
            }
        }
    }

    /// <summary>
    /// After <see cref="Release"/>, once who waited has gone: has this called when what is under way is over. False where nothing is.
    /// </summary>
    public bool TryAdopt(Action then)
    {
        isReleased = false;
        return Interlocked.CompareExchange(ref continuation, then, Abandoned) == Abandoned;
    }

    public void OnCompleted(Action continuation) => UnsafeOnCompleted(continuation);

    public void UnsafeOnCompleted(Action continuation)
    {
        if (!TryAwait(continuation))
        {
            // It ended between two looks. Not from here, lest calls pile up.
            ThreadPool.UnsafeQueueUserWorkItem(
                static then => then(),
                continuation,
                preferLocal: true
            );
        }
    }

    protected override void OnCompleted(SocketAsyncEventArgs e) => Complete();

    private static bool IsMark(Action action) =>
        ReferenceEquals(action, Over) || ReferenceEquals(action, Abandoned);

    private void Fail()
    {
        SocketError = SocketError.OperationAborted;
        Complete();
    }

    private void Complete()
    {
        var then = Interlocked.Exchange(ref continuation, Over);
        if (then is not null && !IsMark(then))
        {
            then();
        }
    }
}
