using Freshet.Events;
using Freshet.Journal;
using Freshet.Pipelines;

namespace Freshet.Sinks.Folder;

/// <summary>Writes events into a folder, a file each. Files of one batch are synced one by one, their names together.</summary>
internal sealed class FolderSink(FolderOptions options, SinkContext context)
    : BatchSink(options, context)
{
    private readonly string folder = Path.GetFullPath(options.Path);

    protected override async ValueTask<Delivery> DeliverAsync(
        IReadOnlyList<Outgoing> batch,
        CancellationToken cancellation
    )
    {
        try
        {
            Directory.CreateDirectory(folder);
            foreach (var item in batch)
            {
                await WriteAsync(item, cancellation);
            }
            if (options.Fsync == FolderSync.Always)
            {
                NativeFile.SyncFolder(folder);
            }
            return Delivery.Done;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // The disk may be full, the folder away or not ours: all of it passes, or somebody mends it.
            return Delivery.Again(fault.Message);
        }
    }

    private async ValueTask WriteAsync(Outgoing item, CancellationToken cancellation)
    {
        var name = EventFileName.Of(item.Id);
        var unfinished = Path.Combine(folder, EventFileName.Unfinished(name));
        await using (var file = new FileStream(unfinished, Writing))
        {
            await file.WriteAsync(Content(item.Event), cancellation);
            if (options.Fsync == FolderSync.Always)
            {
                file.Flush(flushToDisk: true);
            }
        }
        File.Move(unfinished, Path.Combine(folder, name), overwrite: true);
    }

    /// <summary>Without a buffer of its own, since a file is written in one go; what a crash has left of the last attempt is replaced.</summary>
    private static readonly FileStreamOptions Writing = new()
    {
        Mode = FileMode.Create,
        Access = FileAccess.Write,
        Share = FileShare.None,
        BufferSize = 0,
        Options = FileOptions.Asynchronous,
    };

    private static ReadOnlyMemory<byte> Content(EncodedEvent content)
    {
        var json = JsonText.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WritePropertyName("metadata"u8);
            writer.WriteRawValue(content.Metadata.Span, skipInputValidation: true);
            writer.WriteStartObject("headers"u8);
            foreach (var (name, value) in content.Headers)
            {
                writer.WriteString(name, value);
            }
            writer.WriteEndObject();
            writer.WritePropertyName("body"u8);
            writer.WriteRawValue(content.Json.Span, skipInputValidation: true);
            writer.WriteEndObject();
        });
        return (byte[])[.. json.Span, (byte)'\n'];
    }
}
