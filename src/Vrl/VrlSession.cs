using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl;

/// <summary>
/// Programs that come one after the other and work on the same event and variables, as somebody types them. What is known of these when the next one is
/// compiled is what they are by then. For one thread.
/// </summary>
/// <param name="options">What the host allows.</param>
public sealed class VrlSession(CompileOptions options)
{
    private readonly Dictionary<string, Value> variables = new(StringComparer.Ordinal);
    private Value metadata = Value.From(new VrlObject());

    /// <summary>The event: <c>.</c></summary>
    public Value Event { get; set; } = Value.From(new VrlObject());

    /// <summary>The variables that there are, by name.</summary>
    public IReadOnlyDictionary<string, Value> Variables => variables;

    /// <summary>Compiles the next program.</summary>
    public CompileResult Compile(string source)
    {
        var known = new TypeState(KindOf(Event, options.Event), KindOf(metadata, options.Metadata));
        foreach (var (name, value) in variables)
        {
            known = known.With(name, new VariableType(Kind.From(value)));
        }
        return VrlCompiler.Compile(source, options, known);
    }

    /// <summary>Runs the program that was compiled last.</summary>
    /// <param name="program">The program.</param>
    /// <param name="host">Takes what it logs; nobody by default.</param>
    /// <param name="time">The clock; the system's by default.</param>
    public RunResult Run(VrlProgram program, IVrlHost? host = null, TimeProvider? time = null)
    {
        var @event = Event;
        var result = program.Run(ref @event, ref metadata, variables, host, time);
        Event = @event;
        return result;
    }

    /// <summary>As the host has it, where that is still true.</summary>
    private static Kind KindOf(Value value, Kind known) =>
        known.Covers(Kind.From(value)) ? known : Kind.From(value);
}
