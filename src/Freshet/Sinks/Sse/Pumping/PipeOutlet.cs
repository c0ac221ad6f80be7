using System.Buffers;
using System.IO.Pipelines;
using Freshet.Http.Detaching;

namespace Freshet.Sinks.Sse.Pumping;

/// <summary>
/// TLS and HTTP/2: the pump writes to the response, whose handler waits meanwhile in <see cref="RunAsync"/>. What is flushed goes on
/// the pump's own thread as far as the connection takes it.
/// </summary>
/// <param name="output">The body of the response.</param>
/// <param name="connection">What is known of the connection; null where nothing is.</param>
internal sealed class PipeOutlet(PipeWriter output, IReachabilityFeature? connection = null)
    : Outlet
{
    /// <summary>How much is given to the pipe at a time.</summary>
    private const int Part = 64 * 1024;

    private readonly TaskCompletionSource<bool> over = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );
    private Subscriber? subscriber;

    /// <summary>The flush that is under way; null where the last one is done.</summary>
    private Task<bool>? flushing;
    private int hasLeft;

    public override bool IsChunked => false;

    public override Departure Departure => connection?.Departure ?? Departure.Left;

    public override bool IsBusy => flushing is not null;

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

    /// <summary>A pipe takes all that it is given, so it is given no more than a part at a time: a client that is slow is seen to take each.</summary>
    public override int Send(ReadOnlySpan<byte> bytes)
    {
        var taken = 0;
        while (taken < bytes.Length && flushing is null)
        {
            var part = bytes[taken..Math.Min(bytes.Length, taken + Part)];
            output.Write(part);
            taken += part.Length;
            var flush = FlushAsync();
            if (!flush.IsCompletedSuccessfully)
            {
                flushing = flush.AsTask();
            }
            else if (!flush.Result)
            {
                return -1;
            }
        }
        return taken;
    }

    public override void SendLater(ReadOnlyMemory<byte> rest) => _ = SendLaterAsync(rest);

    public override void Close() => over.TrySetResult(true);

    public override void Abort()
    {
        output.CancelPendingFlush();
        over.TrySetResult(false);
    }

    /// <summary>False where nobody reads any more.</summary>
    private async ValueTask<bool> FlushAsync()
    {
        try
        {
            var flushed = await output.FlushAsync(CancellationToken.None).ConfigureAwait(false);
            return !flushed.IsCompleted && !flushed.IsCanceled;
        }
        catch (Exception fault) when (fault is IOException or OperationCanceledException)
        {
            // How the connection broke is of no use to anyone: it is told as a client that left.
            return false;
        }
    }

    private async Task SendLaterAsync(ReadOnlyMemory<byte> rest)
    {
        var isOpen = flushing is null || await flushing.ConfigureAwait(false);
        if (isOpen && !rest.IsEmpty)
        {
            output.Write(rest.Span);
            isOpen = await FlushAsync().ConfigureAwait(false);
        }
        flushing = null;
        if (isOpen)
        {
            subscriber!.Sent();
        }
        else
        {
            subscriber!.Left();
        }
    }

    private void Leave()
    {
        Interlocked.Exchange(ref hasLeft, 1);
        Volatile.Read(ref subscriber)?.Left();
    }
}
