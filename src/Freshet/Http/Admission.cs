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

    /// <summary>Admits requests until <paramref name="stopping"/>, and returns once the last of them has left.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
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
        await emptied.Task;
    }
}
