using Freshet.Vrl.Values;

namespace Freshet.Vrl.Runtime;

/// <summary>What one run of a program works on. It belongs to one thread.</summary>
public sealed class RunState
{
    private Value[] arguments = new Value[16];
    private int used;

    internal RunState(int variables, TimeZoneInfo timeZone, TimeProvider time, IVrlHost host)
    {
        Variables = new Value[variables];
        TimeZone = timeZone;
        Time = time;
        Host = host;
    }

    /// <summary>The event: <c>.</c></summary>
    internal Value Event;

    /// <summary>The metadata: <c>%</c></summary>
    internal Value Metadata;

    internal Value[] Variables { get; }

    /// <summary>The zone of times that name none.</summary>
    public TimeZoneInfo TimeZone { get; }

    public TimeProvider Time { get; private set; }

    /// <summary>Takes what programs log.</summary>
    public IVrlHost Host { get; private set; }

    /// <summary>Now, as <c>now()</c> gives it.</summary>
    public Timestamp Now() => Timestamp.From(Time.GetUtcNow());

    internal void Begin(Value @event, Value metadata, TimeProvider time, IVrlHost host)
    {
        Event = @event;
        Metadata = metadata;
        Time = time;
        Host = host;
    }

    /// <summary>Forgets what the run worked on, so that a pooled state holds no event in memory.</summary>
    internal void End()
    {
        Event = default;
        Metadata = default;
        Array.Clear(Variables);
        Host = SilentHost.Instance;
    }

    /// <summary>Makes room for the arguments of a call; the result is where they begin. Calls end in the opposite order.</summary>
    internal int EnterCall(int count)
    {
        var start = used;
        used += count;
        if (used > arguments.Length)
        {
            // Calls that are under way go on with the array that they have seen: it is not changed any more below this place.
            Array.Resize(ref arguments, Math.Max(used, arguments.Length * 2));
        }
        return start;
    }

    internal void SetArgument(int place, Value value) => arguments[place] = value;

    internal ReadOnlySpan<Value> ArgumentsOf(int start, int count) =>
        arguments.AsSpan(start, count);

    internal void LeaveCall(int start)
    {
        Array.Clear(arguments, start, used - start);
        used = start;
    }
}
