namespace Freshet.Http;

/// <summary>Counts the requests that a component has in hand, so that it can stop without dropping one.</summary>
internal sealed class Admission
{
    private readonly Lock gate = new();
    private readonly TaskCompletionSource emptied = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );
    private int inHand;
    private bool isClosed;

    /// <summary>Cancelled when the requests in hand have had their time to end: whoever still waits for a client gives up.</summary>
    public CancellationToken Expired { get; private set; }

    /// <summary>Whether the request may go on; if so, <see cref="Leave"/> must follow.</summary>
    public bool TryEnter()
    {
        lock (gate)
        {
            if (isClosed)
            {
                return false;
            }
            inHand++;
            return true;
        }
    }

    public void Leave()
    {
        lock (gate)
        {
            inHand--;
            if (isClosed && inHand == 0)
            {
                emptied.TrySetResult();
            }
        }
    }

    /// <summary>
    /// Admits requests until <paramref name="stopping"/>, and returns once the last of them has left. It must be called before the first
    /// request comes.
    /// </summary>
    /// <param name="patience">How long after that they may wait for their clients.</param>
    /// <param name="time">The clock.</param>
    /// <param name="stopping">Ends the admission.</param>
    public async Task RunAsync(TimeSpan patience, TimeProvider time, CancellationToken stopping)
    {
        using var expired = new CancellationTokenSource();
        Expired = expired.Token;
        var stop = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = stopping.UnsafeRegister(
            static state => ((TaskCompletionSource)state!).TrySetResult(),
            stop
        );
        await stop.Task;
        lock (gate)
        {
            isClosed = true;
            if (inHand == 0)
            {
                return;
            }
        }
        try
        {
            await emptied.Task.WaitAsync(patience, time, CancellationToken.None);
        }
        catch (TimeoutException)
        {
            await expired.CancelAsync();
            await emptied.Task;
        }
    }
}
