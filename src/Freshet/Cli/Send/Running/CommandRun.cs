using Freshet.Cli.Send.Reports;
using Freshet.Events;
using Freshet.Telemetry;

namespace Freshet.Cli.Send.Running;

/// <summary>
/// Runs a command, and tells of it by events. Whatever becomes of the events, the command runs, and its exit code is this run's: the event of its beginning is sent while it runs, and that of its
/// end behind that, for a bounded time.
/// </summary>
/// <param name="settings">What is run.</param>
/// <param name="terminal">Where it is told what goes wrong with the events.</param>
/// <param name="time">The clock.</param>
internal sealed class CommandRun(RunSettings settings, Terminal terminal, TimeProvider time)
{
    /// <summary>How long is left for the events of a command that was told to end: whoever told it waits, and not for long.</summary>
    private static readonly TimeSpan WhenTold = TimeSpan.FromSeconds(5);

    /// <summary>What one try takes, where it is not to be tried again.</summary>
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(5);

    /// <summary>Runs it to its end.</summary>
    /// <param name="outbox">The way of the events; null where there is none.</param>
    /// <param name="receipts">Told what became of them.</param>
    /// <param name="patience">For how long events are tried once the command has ended.</param>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(Outbox? outbox, Receipts receipts, TimeSpan patience)
    {
        using var signals = new SignalRelay(
            hasTerminal: !Console.IsInputRedirected
                || !Console.IsOutputRedirected
                || !Console.IsErrorRedirected
        );
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(signals.Impatient);
        var startedAt = time.GetUtcNow();
        var events = new RunEvents(settings, CiJob.Find(terminal.Environment), startedAt);
        var isTold = outbox is null || await AddAsync(outbox, [events.Started()]);

        var tee = settings is { Type: RunType.Tap, ReadsResults: true, Patterns: null }
            ? new OutputTee(terminal.OutputBytes, StandardOutput.IsRead)
            : null;
        using var command = new ChildCommand(settings.Words, signals, tee);
        command.Start(terminal.Environment.GetValueOrDefault("PATH", ""));
        // Beside the command, which waits for no collector.
        var sending = Task.Run(() => DeliverAsync(outbox, receipts, giveUp.Token));
        var end = await command.EndAsync();
        if (end.StartFault is { } fault)
        {
            Warn("error", fault);
        }
        if (outbox is null)
        {
            return end.ExitCode;
        }
        patience = patience > Least ? patience : Least;
        giveUp.CancelAfter(signals.WasTold && patience > WhenTold ? WhenTold : patience);
        var finished = events.Finished(
            time.GetUtcNow(),
            end,
            signals.WasTold,
            end.StartFault is null ? ReadResults(tee, startedAt) : null
        );
        isTold &= await AddAsync(outbox, [.. finished]);
        isTold &= await sending;
        isTold &= await DeliverAsync(outbox, receipts, giveUp.Token);
        return end.IsSuccess && settings.IsStrict && (!isTold || receipts.Failed > 0)
            ? SendCommand.NotAllSent
            : end.ExitCode;
    }

    private TestResults? ReadResults(OutputTee? tee, DateTimeOffset startedAt)
    {
        if (settings.Type == RunType.Task || !settings.ReadsResults)
        {
            return null;
        }
        try
        {
            var results =
                (tee is null ? null : ReadOutput(tee))
                ?? new ReportFiles(settings.Type, text => Warn("warning", text)).Read(
                    settings.Patterns ?? ReportFiles.UsualPatterns(settings.Type),
                    startedAt
                );
            if (results is null)
            {
                Warn(
                    "warning",
                    "the command has written no results that can be read; its exit code says how it went. --data names the files of results"
                );
            }
            return results;
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            Warn("error", $"the results cannot be read: {fault.Message}");
            return null;
        }
    }

    /// <summary>Results that the command printed; null where it printed none.</summary>
    private TestResults? ReadOutput(OutputTee tee)
    {
        if (tee.Kept is not { } output)
        {
            Warn("warning", "the command printed too much for results to be read from it");
            return null;
        }
        var name = Path.GetFileName(settings.Words[0]);
        return TapReport.Read(name, output, out _);
    }

    private async ValueTask<bool> AddAsync(Outbox outbox, IReadOnlyList<Event> events)
    {
        try
        {
            var result = await outbox.AddAsync(events, CancellationToken.None);
            if (result.Rejection is { } rejection)
            {
                Warn("error", $"no event of the run is sent: {DataSend.Describe(rejection, null)}");
            }
            return result.Rejection is null;
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            Warn("error", $"no event of the run is sent: {fault.Message}");
            return false;
        }
    }

    private async Task<bool> DeliverAsync(
        Outbox? outbox,
        Receipts receipts,
        CancellationToken stopping
    )
    {
        try
        {
            await (outbox?.DeliverAsync(receipts.Tell, stopping) ?? Task.CompletedTask);
            return true;
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            Warn("error", $"events of the run are not sent: {fault.Message}");
            return false;
        }
    }

    private void Warn(string severity, string text) =>
        terminal.Error.WriteLine($"{severity}: {LogText.Escape(text)}");
}
