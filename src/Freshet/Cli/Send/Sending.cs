using Freshet.Cli.Send.Reports;
using Freshet.Cli.Send.Running;
using Freshet.Configuration;
using Freshet.Events;
using Freshet.Events.Parsing;
using Freshet.Sinks.Http;
using Freshet.Telemetry;

namespace Freshet.Cli.Send;

/// <summary>One call of <c>freshet send</c>, its command line read.</summary>
/// <param name="terminal">Where it is told what happens.</param>
/// <param name="filter">What is logged of it.</param>
/// <param name="isQuiet">Whether only failures are told.</param>
/// <param name="metadata">That of the events.</param>
internal sealed class Sending(
    Terminal terminal,
    LogFilter filter,
    bool isQuiet,
    MetadataArguments metadata
)
{
    private readonly Receipts receipts = new(terminal, isQuiet);

    /// <summary>Sends the events of <c>--data</c>.</summary>
    /// <param name="texts">The values of <c>--data</c>.</param>
    /// <param name="format">How they hold events.</param>
    /// <param name="words">What stands on the command line beside options.</param>
    /// <param name="read">Reads the configuration; null after a mistake, which was told.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The exit code.</returns>
    public async Task<int> SendAsync(
        IReadOnlyList<string> texts,
        ContentFormat format,
        IReadOnlyList<string> words,
        Func<SendPlan?> read,
        CancellationToken cancellation
    )
    {
        if (words.Count > 0)
        {
            return Fail($"\"{words[0]}\" is no option, and a command goes with --run TYPE");
        }
        if (texts.Count == 0)
        {
            return Fail("there is nothing to send: give --data, or --run TYPE -- COMMAND");
        }
        if (read() is not { } plan)
        {
            return SendCommand.NothingSent;
        }
        var data = new SentData(format, terminal, plan.Setup.Options.Pipeline.MaxBatch);
        if (
            !data.TryRead(texts, out var bodies, out var error)
            || !Outbox.TryOpen(plan, filter, terminal, out var outbox, out error)
        )
        {
            return Fail(error);
        }
        await using (outbox)
        {
            var source = EventsSource.Of(metadata, plan, terminal);
            return await DataSend.RunAsync(
                bodies,
                JsonText.Write(metadata.ToJson(source)),
                outbox,
                receipts,
                terminal,
                cancellation
            );
        }
    }

    /// <summary>Runs a command and tells of it.</summary>
    /// <param name="type">What <c>--run</c> says.</param>
    /// <param name="texts">The values of <c>--data</c>: where results are.</param>
    /// <param name="words">The command.</param>
    /// <param name="readsResults">Whether results are read.</param>
    /// <param name="isStrict">Whether events that cannot be sent are a failure.</param>
    /// <param name="read">Reads the configuration; null after a mistake, which was told.</param>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(
        string type,
        IReadOnlyList<string> texts,
        IReadOnlyList<string> words,
        bool readsResults,
        bool isStrict,
        Func<SendPlan?> read
    )
    {
        if (RunTypes.Find(type) is not { } known)
        {
            return Fail($"there is no --run {type}", NearestName.Hint(type, RunTypes.Names));
        }
        if (words.Count == 0)
        {
            return Fail($"--run {type} needs a command behind --");
        }
        var patterns = new List<FilePattern>();
        foreach (var text in texts)
        {
            if (!FilePattern.TryParse(text, out var pattern))
            {
                return Fail($"--data {text}: expected a file, or a pattern such as '**/*.xml'");
            }
            patterns.Add(pattern);
        }
        var plan = read();
        Outbox? outbox = null;
        if (plan is not null && !Outbox.TryOpen(plan, filter, terminal, out outbox, out var error))
        {
            Fail(error);
        }
        if (outbox is null)
        {
            // A build does not fail because it cannot be told of.
            if (isStrict)
            {
                return SendCommand.NothingSent;
            }
            await terminal.Error.WriteLineAsync(
                "warning: no event is sent, for what is wrong above; the command runs all the same"
            );
        }
        var run = new CommandRun(
            new()
            {
                Type = known,
                Words = words,
                Patterns = patterns.Count > 0 ? patterns : null,
                ReadsResults = readsResults,
                IsStrict = isStrict,
                Metadata = metadata,
                Source = EventsSource.Of(metadata, plan, terminal),
            },
            terminal,
            TimeProvider.System
        );
        await using (outbox)
        {
            var patience = plan?.Sinks.Max(sink =>
                ((HttpSinkOptions)sink.Options).TotalDurationOfRetries
            );
            return await run.RunAsync(outbox, receipts, patience ?? TimeSpan.Zero);
        }
    }

    private int Fail(string message, string? help = null)
    {
        terminal.Error.WriteLine($"error: {LogText.Escape(message)}");
        if (help is not null)
        {
            terminal.Error.WriteLine($"   = help: {LogText.Escape(help)}");
        }
        return SendCommand.NothingSent;
    }
}
