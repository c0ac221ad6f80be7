namespace Freshet.Http;

/// <summary>Counts the requests that a component has in hand, so that it can stop without dropping one.</summary>
internal sealed class Admission
{
    /// <summary>Added to the count once nobody is let in any more: the count is below zero from then on.</summary>
    private const long Closed = long.MinValue;

    private readonly TaskCompletionSource emptied = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );

    /// <summary>How many are in hand. One number with <see cref="Closed"/>, so that to enter and to leave are one step each.</summary>
    private long inHand;

    /// <summary>Cancelled when the requests in hand have had their time to end: whoever still waits for a client gives up.</summary>
    public CancellationToken Expired { get; private set; }

    /// <summary>Whether the request may go on; if so, <see cref="Leave"/> must follow.</summary>
    public bool TryEnter()
    {
        if (Interlocked.Increment(ref inHand) > 0)
        {
            return true;
        }
        Leave();
        return false;
    }

    public void Leave()
    {
        if (Interlocked.Decrement(ref inHand) == Closed)
        {
            emptied.TrySetResult();
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
        if (Interlocked.Add(ref inHand, Closed) == Closed)
        {
            return;
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
