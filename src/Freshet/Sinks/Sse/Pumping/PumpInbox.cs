using System.Collections.Concurrent;

namespace Freshet.Sinks.Sse.Pumping;

/// <summary>What other threads have for a pump. Whoever puts something in wakes it; the pump alone takes it out.</summary>
/// <param name="wake">Called, from any thread, when there is something to do.</param>
internal sealed class PumpInbox(Action wake)
{
    private readonly ConcurrentQueue<(Subscriber Who, PumpMessage What)> messages = new();
    private int isTickDue;
    private int stage;

    /// <summary>How many messages there are.</summary>
    public int Count => messages.Count;

    public bool IsEmpty => messages.IsEmpty;

    public PumpStage Stage => (PumpStage)Volatile.Read(ref stage);

    public void Post(Subscriber subscriber, PumpMessage message)
    {
        messages.Enqueue((subscriber, message));
        wake();
    }

    public bool TryTake(out Subscriber subscriber, out PumpMessage message)
    {
        var isThere = messages.TryDequeue(out var next);
        (subscriber, message) = next;
        return isThere;
    }

    public void Tick()
    {
        Volatile.Write(ref isTickDue, 1);
        wake();
    }

    /// <summary>Whether there was a tick since this was asked last.</summary>
    public bool TakeTick() => Interlocked.Exchange(ref isTickDue, 0) == 1;

    public void End()
    {
        Interlocked.CompareExchange(ref stage, (int)PumpStage.Ending, (int)PumpStage.Running);
        wake();
    }

    public void GiveUp()
    {
        Volatile.Write(ref stage, (int)PumpStage.GivingUp);
        wake();
    }
}
