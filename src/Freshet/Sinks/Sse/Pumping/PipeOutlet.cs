using System.Buffers;
using System.IO.Pipelines;

namespace Freshet.Sinks.Sse.Pumping;

/// <summary>
/// TLS and HTTP/2: the pump writes to the response, whose handler waits meanwhile for <see cref="RunAsync"/>. What is flushed goes on
/// the pump's own thread as far as the connection takes it.
/// </summary>
/// <param name="output">The body of the response.</param>
internal sealed class PipeOutlet(PipeWriter output) : Outlet
{
    private readonly TaskCompletionSource<bool> over = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );
    private Subscriber? subscriber;
    private ValueTask<FlushResult> flush;
    private bool isBusy;
    private int hasLeft;

    public override bool IsChunked => false;

    public override bool IsBusy => isBusy;

    /// <summary>Returns once the stream is over: true where the response is to be ended in good order, false where it is to be cut off.</summary>
    /// <param name="clientLeft">Cancelled when the client has gone.</param>
    public async Task<bool> RunAsync(CancellationToken clientLeft)
    {
        await using var left = clientLeft.UnsafeRegister(
            static outlet => ((PipeOutlet)outlet!).Leave(),
            this
        );
        return await over.Task;
    }

    public override void Begin(Subscriber subscriber)
    {
        Interlocked.Exchange(ref this.subscriber, subscriber);
        if (Volatile.Read(ref hasLeft) == 1)
        {
            subscriber.Left();
        }
    }

    public override int Send(ReadOnlySpan<byte> bytes)
    {
        output.Write(bytes);
        return Flush() ? bytes.Length : -1;
    }

    /// <summary>A pipe takes all that it is given, so that nothing is ever left for later but the waiting.</summary>
    public override void SendLater(ReadOnlyMemory<byte> rest)
    {
        var awaiter = flush.GetAwaiter();
        awaiter.UnsafeOnCompleted(OnFlushed);
    }

    public override void Close() => over.TrySetResult(true);

    public override void Abort()
    {
        output.CancelPendingFlush();
        over.TrySetResult(false);
    }

    /// <summary>False where nobody reads any more.</summary>
    private bool Flush()
    {
        flush = output.FlushAsync(CancellationToken.None);
        isBusy = !flush.IsCompleted;
        return isBusy || IsOpen();
    }

    private void OnFlushed()
    {
        isBusy = false;
        if (IsOpen())
        {
            subscriber!.Sent();
        }
        else
        {
            subscriber!.Left();
        }
    }

    private bool IsOpen()
    {
        try
        {
            var result = flush.GetAwaiter().GetResult();
            return !result.IsCompleted && !result.IsCanceled;
        }
        catch (Exception fault) when (fault is IOException or OperationCanceledException)
        {
            // How the connection broke is of no use to anyone: it is told as a client that left.
            return false;
        }
    }

    private void Leave()
    {
        Interlocked.Exchange(ref hasLeft, 1);
        Volatile.Read(ref subscriber)?.Left();
    }
}
