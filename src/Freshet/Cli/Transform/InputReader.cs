using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Freshet.Configuration;
using Freshet.Events;
using Freshet.Events.Parsing;

namespace Freshet.Cli.Transform;

/// <summary>Makes events of input files: their content, the headers of the file beside them, and metadata that tell where they are from.</summary>
/// <param name="folder">The folder of the inputs.</param>
/// <param name="source">The source of the events.</param>
/// <param name="limit">How many events one file may hold.</param>
internal sealed class InputReader(string folder, string source, int limit)
{
    /// <summary>How large an input may be: beyond what any sender posts, and nothing that fills the memory.</summary>
    private const int LargestFile = 64 << 20;

    private readonly string root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));

    /// <summary>The inputs of the folder that fit the format asked for.</summary>
    public IReadOnlyList<InputFile> Find(ContentFormat parser) =>
        [
            .. FolderWalk
                .Files(root)
                .Where(path => !FolderWalk.IsBeside(path) && ContentFormats.Fits(parser, path))
                .Select(path => new InputFile(
                    path,
                    Path.Combine(root, path),
                    parser == ContentFormat.Auto ? ContentFormats.OfFile(path)!.Value : parser
                )),
        ];

    /// <summary>Reads the events of a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="events">Its events, in their order.</param>
    /// <param name="error">What is wrong, with the file's path.</param>
    public bool TryRead(
        InputFile file,
        [NotNullWhen(true)] out IReadOnlyList<Event>? events,
        [NotNullWhen(false)] out string? error
    )
    {
        events = null;
        if (!ConfigurationFile.TryRead(file.FullPath, LargestFile, out var utf8, out var fault))
        {
            error = $"{file.Path} {fault}";
            return false;
        }
        var content = ContentParser.Parse(file.Format, utf8, limit);
        if (content.Fault is { } wrong)
        {
            error = $"{file.Path}: {wrong}";
            return false;
        }
        if (!TryReadHeaders(file, out var headers, out error))
        {
            return false;
        }
        var metadata = JsonText.Write(MetadataOf(file));
        events =
        [
            .. content.Bodies.Select(body => new Event(body, metadata)
            {
                Headers = new(headers, StringComparer.OrdinalIgnoreCase),
            }),
        ];
        return true;
    }

    private JsonObject MetadataOf(InputFile file)
    {
        var metadata = new JsonObject { ["context"] = new JsonObject { ["source"] = source } };
        FileMetadata.AddTo(
            metadata,
            file.Path,
            root,
            new DateTimeOffset(File.GetLastWriteTimeUtc(file.FullPath))
        );
        return metadata;
    }

    private static bool TryReadHeaders(
        InputFile file,
        out Dictionary<string, string> headers,
        [NotNullWhen(false)] out string? error
    )
    {
        headers = [];
        error = null;
        var path = FileHeaders.PathFor(file.FullPath);
        if (!File.Exists(path))
        {
            return true;
        }
        var name = FileHeaders.PathFor(file.Path);
        if (!ConfigurationFile.TryRead(path, FileHeaders.LargestFile, out var utf8, out var fault))
        {
            error = $"{name} {fault}";
            return false;
        }
        if (!FileHeaders.TryRead(utf8, out headers, out var wrong))
        {
            error = $"{name}: {wrong}";
            return false;
        }
        return true;
    }
}
