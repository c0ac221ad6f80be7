using System.Text.Json;
using Freshet.Events;
using Freshet.Pipelines;
using Freshet.Programs;
using Freshet.Vrl;
using Freshet.Vrl.Values;
using Microsoft.Extensions.Logging;

namespace Freshet.Transformers.Vrl;

/// <summary>
/// Runs a program of the Vector Remap Language on each event. Null lets the event pass as it came, whatever the program did to it; an array gives what
/// becomes of it. Anything else, a failure and an <c>abort</c> reject it.
/// </summary>
internal sealed partial class VrlTransformer : ITransformer
{
    private readonly VrlProgram program;
    private readonly string source;
    private readonly bool needsIdentity;
    private readonly ProgramLog log;
    private readonly ILogger logger;
    private readonly TimeProvider time;

    /// <param name="options">The program, compiled without errors.</param>
    /// <param name="name">The transformer's name in the configuration.</param>
    /// <param name="loggers">Makes the logger.</param>
    /// <param name="time">The clock that programs see.</param>
    public VrlTransformer(
        VrlOptions options,
        string name,
        ILoggerFactory loggers,
        TimeProvider time
    )
    {
        program =
            options.Compiled?.Program
            ?? throw new ArgumentException("the program is not compiled", nameof(options));
        source = options.Compiled.Source;
        needsIdentity = EventProgram.Identity.Any(program.Reads);
        logger = loggers.CreateLogger($"{typeof(VrlTransformer).FullName}.{name}");
        log = new(logger);
        this.time = time;
    }

    public Rejection? Transform(Event input, List<Event> output)
    {
        try
        {
            return Run(input, output);
        }
        catch (JsonException fault)
        {
            // Only a transformer before this one can do that: what came in was JSON.
            return new(RejectionKind.BadEvent, $"cannot be written as JSON: {fault.Message}");
        }
        catch (Exception fault)
        {
            // A mistake in a function of ours costs this event, which is answered for, and not those of everybody else.
            Broke(logger, fault);
            return Reject($"the program broke: {fault.Message}");
        }
    }

    private Rejection? Run(Event input, List<Event> output)
    {
        if (!EventView.TryRead(input, needsIdentity, out var view, out var error))
        {
            return Reject(error);
        }
        var (@event, metadata) = (view.Root, Value.From(new VrlObject(0)));
        var run = program.Run(ref @event, ref metadata, log, time);
        if (run.Failure is { } failure)
        {
            return Reject(ProgramPlace.Of(source, failure));
        }
        if (run.Value.IsNull)
        {
            output.Add(input);
            return null;
        }
        return new ResultReader(view).Read(run.Value, output) is { } wrong ? Reject(wrong) : null;
    }

    private static Rejection Reject(string reason) => new(RejectionKind.Transformer, reason);

    [LoggerMessage(LogLevel.Error, "the program broke; this is a mistake of Freshet")]
    private static partial void Broke(ILogger logger, Exception fault);
}
