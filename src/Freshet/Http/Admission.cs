namespace Freshet.Http;

/// <summary>Counts the requests that a component has in hand, so that it can stop without dropping one.</summary>
internal sealed class Admission
{
    /// <summary>Added to the count once nobody is let in any more: the count is below zero from then on.</summary>
    private const long Closed = long.MinValue;

    private readonly TaskCompletionSource emptied = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );

    /// <summary>Between <see cref="Expired"/> and <see cref="Overdue"/>: for a last answer.</summary>
    private static readonly TimeSpan LastTime = TimeSpan.FromSeconds(0.5);

    /// <summary>How many are in hand. One number with <see cref="Closed"/>, so that to enter and to leave are one step each.</summary>
    private long inHand;

    /// <summary>Cancelled when the requests in hand have had their time to end: whoever still waits for a client gives up.</summary>
    public CancellationToken Expired { get; private set; }

    /// <summary>Cancelled when they have not ended even so: what is left is cut off.</summary>
    public CancellationToken Overdue { get; private set; }

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
    /// <param name="leisure">Asked then: until when they have all the time that they always have, before <paramref name="patience"/> begins; null for not at all.</param>
    public async Task RunAsync(
        TimeSpan patience,
        TimeProvider time,
        CancellationToken stopping,
        Func<CancellationToken>? leisure = null
    )
    {
        using var expired = new CancellationTokenSource();
        using var overdue = new CancellationTokenSource();
        (Expired, Overdue) = (expired.Token, overdue.Token);
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
        if (leisure?.Invoke() is { } hurry && await IsEmptyBeforeAsync(hurry))
        {
            return;
        }
        if (await IsEmptyAsync(patience, time))
        {
            return;
        }
        await expired.CancelAsync();
        if (await IsEmptyAsync(LastTime, time))
        {
            return;
        }
        await overdue.CancelAsync();
        await emptied.Task;
    }

    /// <summary>Whether the last of them leaves before that.</summary>
    private async Task<bool> IsEmptyBeforeAsync(CancellationToken hurry)
    {
        try
        {
            await emptied.Task.WaitAsync(hurry);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>Whether the last of them leaves within that time.</summary>
    private async Task<bool> IsEmptyAsync(TimeSpan within, TimeProvider time)
    {
        try
        {
            await emptied.Task.WaitAsync(within, time, CancellationToken.None);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}
