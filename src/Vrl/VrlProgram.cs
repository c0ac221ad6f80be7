using System.Collections.Concurrent;
using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl;

/// <summary>A program that was compiled. It may run on many threads at the same time.</summary>
public sealed class VrlProgram
{
    /// <summary>Stands for every field of the event among those that a program reads.</summary>
    internal const string WholeEvent = ".";

    private readonly Evaluator body;
    private readonly IReadOnlyDictionary<string, int> slots;
    private readonly TypeState final;
    private readonly TimeZoneInfo timeZone;
    private readonly IReadOnlySet<string> eventFields;
    private readonly ConcurrentBag<RunState> idle = [];

    internal VrlProgram(
        Evaluator body,
        IReadOnlyDictionary<string, int> slots,
        TimeZoneInfo timeZone,
        TypeDef type,
        TypeState final,
        IReadOnlySet<string> eventFields
    )
    {
        this.body = body;
        this.slots = slots;
        this.final = final;
        this.timeZone = timeZone;
        this.eventFields = eventFields;
        Type = type;
    }

    /// <summary>What is known of the program's value.</summary>
    public TypeDef Type { get; }

    /// <summary>What is known of the event behind the program.</summary>
    public Kind FinalEvent => final.Event;

    /// <summary>What is known of the metadata behind the program.</summary>
    public Kind FinalMetadata => final.Metadata;

    /// <summary>Whether the program may look at that field of the event: a host needs not make what nobody looks at.</summary>
    public bool Reads(string eventField) =>
        eventFields.Contains(WholeEvent) || eventFields.Contains(eventField);

    /// <summary>
    /// Runs the program. Event and metadata belong to the run meanwhile, and are what it left of them afterwards, also where it failed. A caller that keeps
    /// them elsewhere as well shares them first (<see cref="Value.Share"/>), and does so with the result before it changes it.
    /// </summary>
    /// <param name="event">The event.</param>
    /// <param name="metadata">The metadata.</param>
    /// <param name="host">Takes what the program logs; nobody by default.</param>
    /// <param name="time">The clock; the system's by default.</param>
    public RunResult Run(
        ref Value @event,
        ref Value metadata,
        IVrlHost? host = null,
        TimeProvider? time = null
    )
    {
        time ??= TimeProvider.System;
        host ??= SilentHost.Instance;
        var run = idle.TryTake(out var state)
            ? state
            : new RunState(slots.Count, timeZone, time, host);
        run.Begin(@event, metadata, time, host);
        var value = body(run);
        @event = run.Event;
        metadata = run.Metadata;
        run.End();
        idle.Add(run);
        return new(value);
    }

    /// <summary>Runs the program on variables that outlive it, each by its name: those are set before it, and what it left of them and made is there after it.</summary>
    internal RunResult Run(
        ref Value @event,
        ref Value metadata,
        Dictionary<string, Value> variables,
        IVrlHost? host,
        TimeProvider? time
    )
    {
        time ??= TimeProvider.System;
        host ??= SilentHost.Instance;
        var run = new RunState(slots.Count, timeZone, time, host);
        run.Begin(@event, metadata, time, host);
        foreach (var (name, slot) in slots)
        {
            if (variables.TryGetValue(name, out var value))
            {
                run.Variables[slot] = value.Share();
            }
        }
        var result = new RunResult(body(run));
        (@event, metadata) = (run.Event, run.Metadata);
        foreach (var (name, slot) in slots)
        {
            // A program that failed may not have come to where it sets a variable.
            if (
                variables.ContainsKey(name)
                || (result.IsSuccess && final.Variables.ContainsKey(name))
            )
            {
                variables[name] = run.Variables[slot];
            }
        }
        return result;
    }
}
