using Freshet.Vrl.Values;

namespace Freshet.Vrl.Runtime;

/// <summary>What one run of a program works on. It belongs to one thread.</summary>
public sealed class RunState
{
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

    public TimeProvider Time { get; }

    /// <summary>Takes what programs log.</summary>
    public IVrlHost Host { get; }

    /// <summary>Now, as <c>now()</c> gives it.</summary>
    public Timestamp Now() => Timestamp.From(Time.GetUtcNow());
}

/// <summary>What a program may ask of whoever runs it.</summary>
public interface IVrlHost
{
    /// <summary>Takes an entry of the function <c>log</c>.</summary>
    void Log(string level, string message);
}
