using System.Collections.Concurrent;
using System.IO.Pipelines;

namespace Freshet.Http.Detaching;

/// <summary>
/// On which thread a flush sends. A thread of somebody's own, such as a pump's, sends itself, at once. One of the pool, which answers requests, leaves it to
/// another that sends all that waits in a row: the clients wake together, and what they send next comes together. By itself each
/// answer would cost a sixth more.
/// </summary>
internal sealed class SendQueue : PipeScheduler, IThreadPoolWorkItem
{
    private readonly ConcurrentQueue<(Action<object?> Send, object? State)> waiting = new();
    private int isRunning;

    public override void Schedule(Action<object?> action, object? state)
    {
        if (!Thread.CurrentThread.IsThreadPoolThread)
        {
            action(state);
            return;
        }
        waiting.Enqueue((action, state));
        if (TryBegin())
        {
            System.Threading.ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    void IThreadPoolWorkItem.Execute()
    {
        do
        {
            while (waiting.TryDequeue(out var next))
            {
                next.Send(next.State);
            }
            // Who adds after this begins anew; who added just before counted on this run, hence the second look.
            Interlocked.Exchange(ref isRunning, 0);
        } while (!waiting.IsEmpty && TryBegin());
    }

    private bool TryBegin() => Interlocked.CompareExchange(ref isRunning, 1, 0) == 0;
}
