namespace Freshet.Tests.Sinks.Sse;

/// <summary>Runs what awaits within it on the test's own thread, and only when the test says so: nothing happens by chance.</summary>
internal sealed class Turns : SynchronizationContext
{
    private readonly Queue<(SendOrPostCallback Callback, object? State)> waiting = new();

    public override void Post(SendOrPostCallback d, object? state) => waiting.Enqueue((d, state));

    /// <summary>Starts something that comes back here after each wait.</summary>
    public T Start<T>(Func<T> action)
    {
        var before = Current;
        SetSynchronizationContext(this);
        try
        {
            return action();
        }
        finally
        {
            SetSynchronizationContext(before);
        }
    }

    /// <summary>Runs whoever is next, until it waits for something.</summary>
    public void RunOnce() =>
        Start(() =>
        {
            var next = waiting.Dequeue();
            next.Callback(next.State);
            return 0;
        });

    /// <summary>Runs until everybody waits for something.</summary>
    public void Run() =>
        Start(() =>
        {
            while (waiting.TryDequeue(out var next))
            {
                next.Callback(next.State);
            }
            return 0;
        });
}
