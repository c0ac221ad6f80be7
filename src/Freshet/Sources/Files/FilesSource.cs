using Freshet.Pipelines;
using Microsoft.Extensions.Logging;

namespace Freshet.Sources.Files;

/// <summary>Takes the files of a folder: looks, waits until they are whole, has their events kept, and notes that it took them.</summary>
internal sealed partial class FilesSource : ISource, IReporting
{
    /// <summary>How long a write may take once the source is to stop.</summary>
    private static readonly TimeSpan EndingTime = TimeSpan.FromSeconds(1.5);

    /// <summary>Looks at a large folder take at most one part in so many of the time, however much changes in it.</summary>
    private const int RestForEachLook = 10;

    /// <summary>Rests that are shorter are none.</summary>
    private static readonly TimeSpan ShortestRest = TimeSpan.FromMilliseconds(100);

    /// <summary>When to look at what is whole by now: timers may go off a little early.</summary>
    private static readonly TimeSpan Shortly = TimeSpan.FromMilliseconds(1);

    private readonly FilesOptions options;
    private readonly SourceContext context;
    private readonly ILogger logger;
    private readonly FileLedger ledger;
    private readonly WaitingFiles waiting;
    private readonly FolderWalk walk;
    private readonly FileIntake intake;
    private readonly string root;
    private string? passedOverTold;
    private volatile string? trouble;

    public FilesSource(FilesOptions options, SourceContext context)
    {
        (this.options, this.context, root) = (options, context, options.Folder);
        logger = context.Loggers.CreateLogger<FilesSource>();
        ledger = new(
            KeptPlace.PathOf(context.CursorFolder, "files", context.Name, ".jsonl"),
            context.Handover,
            logger
        );
        waiting = new(options.Settle, context.Time);
        walk = new(options, root);
        intake = new(options, context, ledger, waiting, logger);
    }

    public string? Trouble => trouble;

    /// <summary>How many events are in a file is known when it is taken.</summary>
    public long? Lag => null;

    public async Task RunAsync(CancellationToken stopping)
    {
        // The caller starts other components.
        await Task.Yield();
        using var ending = new CancellationTokenSource(Timeout.InfiniteTimeSpan, context.Time);
        await using var registration = stopping.UnsafeRegister(
            _ => ending.CancelAfter(EndingTime),
            null
        );
        if (context.CursorFolder is null)
        {
            NothingKept(logger, context.Name, root);
        }
        Load();
        var wasMissing = !Directory.Exists(root);
        var notices = NewNotices();
        try
        {
            while (true)
            {
                var began = context.Time.GetTimestamp();
                var look = await LookAsync(stopping, ending.Token);
                var took = context.Time.GetElapsedTime(began);
                await intake.TakeAsync(waiting.Whole(look.Changed), stopping, ending.Token);
                Forget(look);
                ledger.Save();
                Report(look);
                if (look.IsRootMissing != wasMissing)
                {
                    // Where it comes and goes, another folder is to be watched.
                    wasMissing = look.IsRootMissing;
                    notices.Dispose();
                    notices = NewNotices();
                }
                await RestAsync(took, stopping);
                await notices.WaitAsync(TimeToNextLook(), stopping);
            }
        }
        finally
        {
            notices.Dispose();
            ledger.Leave();
        }
    }

    private FileNotices NewNotices() => new([root], "*", options.Recursive, context.Time);

    private void Load()
    {
        ledger.Load();
        // The configuration may be another one by now.
        foreach (var path in ledger.Paths.Where(path => !walk.IsMeant(path)).ToList())
        {
            ledger.Forget(path);
        }
    }

    /// <summary>On a thread of its own, which is left alone where the file system does not answer and the source is to stop.</summary>
    private async Task<FolderLook> LookAsync(
        CancellationToken stopping,
        CancellationToken ending
    ) =>
        await Task.Run(() => walk.Look(ledger, stopping), CancellationToken.None).WaitAsync(ending);

    private void Forget(FolderLook look)
    {
        if (!look.IsWhole || look.Known.Count == ledger.Count)
        {
            return;
        }
        if (look.Known.Count == 0 && look.Changed.Count == 0)
        {
            // All may have been taken away, or the file system with them: who comes back as it was is no new file.
            ledger.ForgetContents();
            return;
        }
        var seen = look.Changed.Select(file => file.Path).ToHashSet(StringComparer.Ordinal);
        seen.UnionWith(look.Known);
        foreach (var gone in ledger.Paths.Where(path => !seen.Contains(path)).ToList())
        {
            ledger.Forget(gone);
        }
    }

    private async Task RestAsync(TimeSpan took, CancellationToken stopping)
    {
        var rest = took * RestForEachLook;
        if (rest > ShortestRest)
        {
            await Task.Delay(
                rest < options.PollingInterval ? rest : options.PollingInterval,
                context.Time,
                stopping
            );
        }
    }

    private TimeSpan TimeToNextLook() =>
        waiting.NextWhole() switch
        {
            { } next when next <= Shortly => Shortly,
            { } next when next < options.PollingInterval => next,
            _ => options.PollingInterval,
        };

    private void Report(FolderLook look)
    {
        var now = look.IsRootMissing
            ? $"{root} is not there"
            : look.Hindrance
                ?? (
                    waiting.Unreadable > 0
                        ? $"{waiting.Unreadable} files cannot be read, such as {waiting.Hindrance}"
                        : null
                );
        var last = trouble;
        trouble = now;
        if (now is null && last is not null)
        {
            WellAgain(logger, context.Name, root);
        }
        // Each file that cannot be read was told on its own.
        else if (now != last && !look.IsWhole)
        {
            Hindered(logger, context.Name, now!);
        }
        if (look.PassedOver is { } passedOver && passedOver != passedOverTold)
        {
            passedOverTold = passedOver;
            PassedOver(logger, context.Name, passedOver);
        }
    }

    [LoggerMessage(
        LogLevel.Warning,
        "{Source}: the journal is in memory and there is no [state], so nothing is kept: after a restart all files of {Root} are taken anew"
    )]
    private static partial void NothingKept(ILogger logger, string source, string root);

    [LoggerMessage(
        LogLevel.Warning,
        "{Source}: {Reason}; it is tried again, and nothing that is not seen counts as gone"
    )]
    private static partial void Hindered(ILogger logger, string source, string reason);

    [LoggerMessage(LogLevel.Information, "{Source}: all of {Root} can be read again")]
    private static partial void WellAgain(ILogger logger, string source, string root);

    [LoggerMessage(LogLevel.Warning, "{Source}: some files are passed over: {What}")]
    private static partial void PassedOver(ILogger logger, string source, string what);
}
