using System.Collections.Frozen;

namespace Freshet.Events.Parsing;

/// <summary>Which format files have, by the extension of their names; letters' case does not matter.</summary>
internal static class ContentFormats
{
    private static readonly FrozenDictionary<string, ContentFormat> ByExtension = new Dictionary<
        string,
        ContentFormat
    >
    {
        [".json"] = ContentFormat.Json,
        [".jsonl"] = ContentFormat.Jsonl,
        [".ndjson"] = ContentFormat.Jsonl,
        [".csv"] = ContentFormat.CsvRow,
        [".xml"] = ContentFormat.Xml,
        [".yaml"] = ContentFormat.Yaml,
        [".yml"] = ContentFormat.Yaml,
        [".tap"] = ContentFormat.Tap,
        [".txt"] = ContentFormat.TextLine,
        [".log"] = ContentFormat.TextLine,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>The format of a file; null where its extension says nothing.</summary>
    public static ContentFormat? OfFile(string name) =>
        ByExtension.TryGetValue(Path.GetExtension(name), out var format) ? format : null;

    /// <summary>Whether files of that name are meant where a format is asked for: text may be taken whole or by lines, and auto is any.</summary>
    public static bool Fits(ContentFormat asked, string name) =>
        OfFile(name) is { } format
        && (
            asked == ContentFormat.Auto
            || asked == format
            || (asked == ContentFormat.Text && format == ContentFormat.TextLine)
        );
}
