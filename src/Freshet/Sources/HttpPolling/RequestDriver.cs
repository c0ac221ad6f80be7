using System.Text.Json.Nodes;
using Freshet.Events;
using Freshet.Programs;
using Freshet.Telemetry;
using Freshet.Vrl;
using Freshet.Vrl.Values;
using Microsoft.Extensions.Logging;

namespace Freshet.Sources.HttpPolling;

/// <summary>What to ask next, or why nobody knows.</summary>
/// <param name="Requests">The requests; empty where there are none, or a fault.</param>
/// <param name="Fault">What is wrong with what the program did; null where nothing is.</param>
internal sealed record DriverAnswer(IReadOnlyList<PolledRequest> Requests, string? Fault = null)
{
    public static DriverAnswer Failed(string fault) => new([], fault);
}

/// <summary>Says what to ask: the URL, or what the program gives.</summary>
internal sealed partial class RequestDriver
{
    /// <summary>How much of a failure is shown, in characters.</summary>
    private const int LongestShown = 500;

    private readonly HttpPollingOptions options;
    private readonly VrlProgram? program;
    private readonly VrlObject metadata;
    private readonly ILogger logger;
    private readonly ProgramLog log;
    private readonly TimeProvider time;

    /// <param name="options">What is configured.</param>
    /// <param name="metadata">What goes into the metadata of each event.</param>
    /// <param name="logger">Takes what the program logs.</param>
    /// <param name="time">The clock that the program sees.</param>
    public RequestDriver(
        HttpPollingOptions options,
        JsonObject metadata,
        ILogger logger,
        TimeProvider time
    )
    {
        this.options = options;
        this.time = time;
        this.logger = logger;
        program = options.Driver?.Program;
        log = new(logger);
        this.metadata =
            VrlJson.TryParse(JsonText.Write(metadata).Span, out var read, out _, JsonText.MaxDepth)
            && read.IsObject
                ? read.Object
                : new VrlObject(2);
    }

    /// <summary>What a round begins with.</summary>
    public DriverAnswer Begin(PollWindow window)
    {
        if (program is not null)
        {
            return Run(program, window, null, null);
        }
        var url = new Uri(window.FillIn(options.Url));
        return new([new PolledRequest { Url = url, Written = options.Url }]);
    }

    /// <summary>What is to be asked because of an answer.</summary>
    public DriverAnswer Follow(
        PollWindow window,
        PolledRequest request,
        PollAnswer.Received answer
    ) => program is null ? new([]) : Run(program, window, request, answer);

    private DriverAnswer Run(
        VrlProgram program,
        PollWindow window,
        PolledRequest? request,
        PollAnswer.Received? answer
    )
    {
        var known = metadata.Copy();
        known.Set("ts_after", window.AfterText);
        known.Set("ts_before", window.BeforeText);
        var root = new VrlObject(4);
        root.Set("metadata", Value.From(known));
        root.Set("state", request?.State ?? Value.Null);
        root.Set("request", request is null ? Value.Null : ValueOf(request));
        root.Set("response", answer is null ? Value.Null : ValueOf(answer));
        var (target, unused) = (Value.From(root), Value.From(new VrlObject(0)));
        RunResult run;
        try
        {
            run = program.Run(ref target, ref unused, log, time);
        }
        catch (Exception fault)
        {
            // A mistake in a function of ours costs this round, which is told, and not the source.
            Broke(logger, fault);
            return DriverAnswer.Failed($"the program broke: {fault.Message}");
        }
        if (run.Failure is { } failure)
        {
            return DriverAnswer.Failed($"driver_vrl: {Shown(failure)}");
        }
        var depth = request is null ? 0 : request.Depth + 1;
        return new RequestReader(options.MaxRequests, depth).Read(target);
    }

    /// <summary>A program may say what it was given, and a server may have repeated what it was sent.</summary>
    private string Shown(Failure failure)
    {
        var said = options.Headers.Mask(ProgramPlace.Of(options.DriverVrl, failure));
        return LogText.Escape(said.Length > LongestShown ? said[..LongestShown] + "…" : said);
    }

    private static Value ValueOf(PolledRequest request)
    {
        var value = new VrlObject(3);
        value.Set("headers", ValueOf(request.Headers));
        value.Set("method", request.Method);
        value.Set("url", request.Written);
        return Value.From(value);
    }

    /// <summary>The body is what its JSON says, and its text where it is none; <c>raw</c> is the text in any case.</summary>
    private static Value ValueOf(PollAnswer.Received answer)
    {
        var raw = Value.From(answer.Body);
        var value = new VrlObject(4);
        var isJson = VrlJson.TryParse(answer.Body.Span, out var body, out _, JsonText.MaxDepth);
        value.Set("body", isJson ? body : raw);
        value.Set("headers", ValueOf(answer.Headers));
        value.Set("raw", raw);
        value.Set("status", answer.Status);
        return Value.From(value);
    }

    private static Value ValueOf(IEnumerable<KeyValuePair<string, string>> headers)
    {
        var value = new VrlObject();
        foreach (var (name, text) in headers)
        {
            value.Set(name, text);
        }
        return Value.From(value);
    }

    [LoggerMessage(LogLevel.Error, "the program broke; this is a mistake of Freshet")]
    private static partial void Broke(ILogger logger, Exception fault);
}
