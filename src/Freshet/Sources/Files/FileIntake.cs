using System.Runtime.InteropServices;
using Freshet.Pipelines;
using Microsoft.Extensions.Logging;

namespace Freshet.Sources.Files;

/// <summary>Takes files that are whole: reads them, has their events kept, those of small files together, and then notes that they were taken.</summary>
internal sealed partial class FileIntake
{
    /// <summary>What is read is written together up to that many bytes: each write waits for the disk.</summary>
    private const long MostBytes = 4 << 20;

    /// <summary>While file follows file, what was taken is saved that often: a sync for each would cost more than to take some again after a crash.</summary>
    private static readonly TimeSpan BetweenSaves = TimeSpan.FromSeconds(1);

    private readonly SourceContext context;
    private readonly FileLedger ledger;
    private readonly WaitingFiles waiting;
    private readonly ILogger logger;
    private readonly FileReading reading;
    private readonly FileEvents events;

    /// <summary>Files whose events are to be written, and those events, in their order.</summary>
    private readonly List<(FoundFile File, UInt128 Digest)> readFiles = [];
    private readonly List<ReadEvent> readEvents = [];
    private long readBytes;
    private (int Files, int Events) taken;
    private long savedAt;

    /// <param name="options">How.</param>
    /// <param name="context">The source's.</param>
    /// <param name="ledger">Is told what was taken.</param>
    /// <param name="waiting">Is told what needs to wait no more, or longer.</param>
    /// <param name="logger">Is told what was taken and what cannot be.</param>
    public FileIntake(
        FilesOptions options,
        SourceContext context,
        FileLedger ledger,
        WaitingFiles waiting,
        ILogger logger
    )
    {
        (this.context, this.ledger, this.waiting, this.logger) = (context, ledger, waiting, logger);
        reading = new(options, options.Folder);
        events = new(
            options,
            context.Name,
            context.CompleteMetadata(options.Metadata),
            options.Folder
        );
    }

    /// <summary>Takes the files in their order; returns once each is noted, or waits.</summary>
    /// <param name="files">The files.</param>
    /// <param name="stopping">Ends it before the next file; and waiting for a journal that takes nothing.</param>
    /// <param name="ending">Ends writing.</param>
    public async Task TakeAsync(
        IReadOnlyList<FoundFile> files,
        CancellationToken stopping,
        CancellationToken ending
    )
    {
        readFiles.Clear();
        readEvents.Clear();
        (readBytes, taken) = (0, default);
        savedAt = context.Time.GetTimestamp();
        var writer = new PatientWriter(
            context,
            logger,
            wait => Task.Delay(wait, context.Time, stopping)
        );
        foreach (var file in files)
        {
            stopping.ThrowIfCancellationRequested();
            // On a thread of its own, which is left alone where the file system does not answer and the source is to stop.
            var content = await Task.Run(() => reading.Read(file), CancellationToken.None)
                .WaitAsync(ending);
            await TakeAsync(file, content, writer, ending);
            if (readEvents.Count >= context.MaxBatch || readBytes >= MostBytes)
            {
                await WriteAsync(writer, ending);
            }
        }
        await WriteAsync(writer, ending);
        if (taken.Files > 0)
        {
            Took(logger, context.Name, taken.Files, taken.Events);
        }
    }

    private async Task TakeAsync(
        FoundFile file,
        FileContent content,
        PatientWriter writer,
        CancellationToken ending
    )
    {
        switch (content)
        {
            case FileContent.Unsettled:
                waiting.Restart(file);
                break;
            case FileContent.Unreadable unreadable:
                if (waiting.Hinder(file.Path, $"{file.Path}: {unreadable.Reason}"))
                {
                    CannotRead(logger, context.Name, file.Path, unreadable.Reason);
                }
                break;
            case FileContent.Refused refused:
                await RefuseAsync(file, refused, writer, ending);
                break;
            case FileContent.Found found when IsTheSame(file, found.Digest):
                Note(file, found.Digest);
                break;
            case FileContent.Found found:
                var parsed = events.Parse(file, found.Bytes);
                if (parsed.Fault is { } fault)
                {
                    var wrong = new FileContent.Refused(
                        found.Bytes,
                        found.Digest,
                        fault.ToString()
                    );
                    await RefuseAsync(file, wrong, writer, ending);
                    break;
                }
                var metadata = events.MetadataOf(file);
                readFiles.Add((file, found.Digest));
                readEvents.AddRange(
                    parsed.Bodies.Select(
                        (body, index) => new ReadEvent(file, index, body, metadata, found)
                    )
                );
                readBytes += found.Bytes.Length;
                break;
            default:
                throw new InvalidOperationException("a content of an unknown kind");
        }
    }

    /// <summary>Returns once the events that were read are in the journal, or among the dead letters, and their files are noted.</summary>
    private async Task WriteAsync(PatientWriter writer, CancellationToken ending)
    {
        for (var from = 0; from < readEvents.Count; from += context.MaxBatch)
        {
            var first = from;
            await writer.WriteAsync(
                Math.Min(context.MaxBatch, readEvents.Count - first),
                index => events.Create(readEvents[first + index]),
                (index, reason) =>
                {
                    var refused = readEvents[first + index];
                    return new(
                        context.Name,
                        refused.Body,
                        events.OriginOf(refused.File, refused.Index),
                        reason,
                        context.Time.GetUtcNow()
                    );
                },
                ending
            );
        }
        taken = (taken.Files + readFiles.Count, taken.Events + readEvents.Count);
        // Only now: an end before this tells the same again, under the same ids.
        foreach (var (file, digest) in readFiles)
        {
            Note(file, digest);
        }
        readFiles.Clear();
        readEvents.Clear();
        readBytes = 0;
        if (context.Time.GetElapsedTime(savedAt) >= BetweenSaves)
        {
            ledger.Save();
            savedAt = context.Time.GetTimestamp();
        }
    }

    private async Task RefuseAsync(
        FoundFile file,
        FileContent.Refused refused,
        PatientWriter writer,
        CancellationToken ending
    )
    {
        await writer.KeepAsync(
            new(
                context.Name,
                refused.Bytes,
                events.OriginOf(file),
                refused.Reason,
                context.Time.GetUtcNow()
            ),
            ending
        );
        Note(file, refused.Digest);
    }

    private void Note(FoundFile file, UInt128 digest)
    {
        ledger.Take(file.Path, new(file.Stamp, digest));
        waiting.Remove(file.Path);
    }

    private bool IsTheSame(FoundFile file, UInt128 digest) =>
        digest != 0 && ledger.TryFind(file.Path, out _, out var last) && last.Digest == digest;

    [LoggerMessage(
        LogLevel.Information,
        "{Source}: {Files} files taken, with {Events} events in them"
    )]
    private static partial void Took(ILogger logger, string source, int files, int events);

    [LoggerMessage(
        LogLevel.Warning,
        "{Source}: {Path} cannot be read, and is tried again: {Reason}"
    )]
    private static partial void CannotRead(
        ILogger logger,
        string source,
        string path,
        string reason
    );
}

/// <summary>An event of a file.</summary>
/// <param name="File">The file.</param>
/// <param name="Index">Its place among those of the file, from 0 on.</param>
/// <param name="Body">Its body.</param>
/// <param name="Metadata">What all events of the file have.</param>
/// <param name="Content">The file's content.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ReadEvent(
    FoundFile File,
    int Index,
    ReadOnlyMemory<byte> Body,
    ReadOnlyMemory<byte> Metadata,
    FileContent.Found Content
);
