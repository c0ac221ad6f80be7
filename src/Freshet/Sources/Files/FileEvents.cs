using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Freshet.Events;
using Freshet.Events.Parsing;

namespace Freshet.Sources.Files;

/// <summary>Makes events of the content of a file.</summary>
/// <param name="options">How.</param>
/// <param name="source">The source's name.</param>
/// <param name="metadata">What goes into the metadata of each event.</param>
/// <param name="root">The folder.</param>
internal sealed class FileEvents(
    FilesOptions options,
    string source,
    JsonObject metadata,
    string root
)
{
    /// <summary>The body of the one event where nobody looks at the content.</summary>
    private static readonly ReadOnlyMemory<byte> NoBody = "{}"u8.ToArray();

    /// <summary>The bodies of its events, or why there are none.</summary>
    public ParsedContent Parse(FoundFile file, ReadOnlyMemory<byte> bytes) =>
        options.Parser == FileParser.Metadata
            ? new([NoBody])
            : ContentParser.Parse(FormatOf(file.Path), bytes, options.MaxEventsPerFile);

    /// <summary>What the metadata of its events are.</summary>
    public ReadOnlyMemory<byte> MetadataOf(FoundFile file)
    {
        var whole = (JsonObject)metadata.DeepClone();
        FileMetadata.AddTo(whole, file.Path, root, file.Stamp.ModifiedAt);
        return JsonText.Write(whole);
    }

    /// <summary>The event, new with each call.</summary>
    public Event Create(ReadEvent read) =>
        new(read.Body, read.Metadata)
        {
            TransportId = IdOf(read.File, read.Content.Digest, read.Index),
            Headers = new(read.Content.Headers, StringComparer.OrdinalIgnoreCase),
        };

    /// <summary>
    /// What an event is known by that has no id of its own: the same each time that this version of the file is taken, and no other's. The time belongs to it, for a file that becomes again what it was
    /// is told again.
    /// </summary>
    public string IdOf(FoundFile file, UInt128 digest, int index) =>
        EventUuid.Of(
            Encoding.UTF8.GetBytes(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{index} {digest:x32} {file.Stamp.Modified} {source.Length} {source} {file.Path}"
                )
            )
        );

    /// <summary>Where it came from, for the dead letters.</summary>
    public JsonObject OriginOf(FoundFile file, int? index = null)
    {
        var origin = new JsonObject
        {
            ["root"] = root,
            ["path"] = file.Path,
            ["last_modified"] = Rfc3339.Format(file.Stamp.ModifiedAt),
        };
        if (index is { } one)
        {
            origin["index"] = one;
        }
        return origin;
    }

    private ContentFormat FormatOf(string path) =>
        options.Parser switch
        {
            FileParser.Auto => ContentFormats.OfFile(path) ?? ContentFormat.TextLine,
            FileParser.Json => ContentFormat.Json,
            FileParser.Jsonl => ContentFormat.Jsonl,
            FileParser.CsvRow => ContentFormat.CsvRow,
            FileParser.Xml => ContentFormat.Xml,
            FileParser.Yaml => ContentFormat.Yaml,
            FileParser.Tap => ContentFormat.Tap,
            FileParser.Text => ContentFormat.Text,
            FileParser.TextLine => ContentFormat.TextLine,
            var other => throw new InvalidOperationException($"{other} makes no bodies"),
        };
}
