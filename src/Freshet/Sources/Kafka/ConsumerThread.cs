using System.Collections.Concurrent;

namespace Freshet.Sources.Kafka;

/// <summary>The one thread that calls on the consumer, whose calls block. It runs what it is given, in order.</summary>
internal sealed class ConsumerThread : IDisposable
{
    private readonly BlockingCollection<Action> calls = [];

    /// <param name="name">The source's name.</param>
    public ConsumerThread(string name) =>
        new Thread(Run) { IsBackground = true, Name = $"kafka {name}" }.Start();

    /// <summary>The call's result, or its fault.</summary>
    public Task<T> RunAsync<T>(Func<T> call)
    {
        var result = new TaskCompletionSource<T>(
            TaskCreationOptions.RunContinuationsAsynchronously
        );
        calls.Add(() =>
        {
            try
            {
                result.SetResult(call());
            }
            catch (Exception fault)
            {
                result.SetException(fault);
            }
        });
        return result.Task;
    }

    /// <summary>The thread ends with the call that it is in, and those that wait.</summary>
    public void Dispose() => calls.CompleteAdding();

    private void Run()
    {
        // Nobody disposes of the collection: it would be while the other thread still ends it, and it holds nothing but memory.
        foreach (var call in calls.GetConsumingEnumerable())
        {
            call();
        }
    }
}
