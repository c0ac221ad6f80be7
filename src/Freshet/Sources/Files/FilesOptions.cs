using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using Freshet.Configuration;
using Freshet.Pipelines;
using Freshet.Toml;

namespace Freshet.Sources.Files;

/// <summary>How a file holds its events.</summary>
internal enum FileParser
{
    Auto,
    Json,
    Jsonl,
    CsvRow,
    Xml,
    Yaml,
    Tap,
    Text,
    TextLine,
    Metadata,
}

/// <summary>
/// Takes the files of a folder, each whole and once, in the order in which they were written ([more](files-source.md)). <c>type = "files"</c> is the same. A file is taken when its length and time have stayed
/// the same for <c>settle</c>; an empty one is not. One that changed is taken anew, all of it, one that was only touched is not, and one that is gone is forgotten. The metadata of each event say
/// <c>name</c>, <c>path</c> (below the root), <c>root</c> and <c>last_modified</c>. An event without an id of its own gets one that follows from path, time, content and its place in the file. What cannot be
/// parsed, or is refused, goes to the dead letters. Which files were taken is kept beside a journal in files, or where <c>[state]</c> says.
/// </summary>
internal sealed class FilesOptions : StorageOptions, ICheckOptions
{
    private const int MostPatterns = 1000;

    /// <summary>The folder, relative to the working directory; or <c>parameters = { root = "…" }</c>. It need not be there yet.</summary>
    public string Root { get; set; } = "";

    /// <summary>Whether folders in it are looked through too. Links to folders are never followed.</summary>
    public bool Recursive { get; set; } = true;

    /// <summary>
    /// Which files are meant, by their paths below the root: those that match one of the patterns, by default all, and none that begins with <c>!</c> and matches: <c>["**/*.json", "!**/*.tmp"]</c>.
    /// <c>?</c>, <c>*</c> and <c>[a-z]</c> stand within a name, <c>**</c> for any folders, <c>{a,b}</c> for either. Letters' case counts.
    /// </summary>
    public List<string> PathPatterns { get; set; } = [];

    /// <summary>How long to wait between two looks at the folder. The system tells of changes too, and then it is looked at once, but not every file system does.</summary>
    [DurationRange("10ms", "1d")]
    public TimeSpan PollingInterval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long a file has to look the same before it counts as whole. 2 s is the coarsest that a file system tells times in. <c>"0s"</c> takes files at first sight, where each is renamed into place
    /// when it is whole.
    /// </summary>
    [DurationRange("0s", "1h")]
    public TimeSpan Settle { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// How a file holds events. One each: <c>json</c>, <c>xml</c>, <c>yaml</c>, <c>tap</c>, <c>text</c> (<c>{"text": …}</c>), and <c>metadata</c>, which does not read it (<c>{}</c>). Many: <c>jsonl</c> and
    /// <c>text_line</c> (lines), <c>csv_row</c> (rows, as objects of strings). <c>auto</c> goes by the extension of its name: <c>.json</c>, <c>.jsonl</c> and <c>.ndjson</c>, <c>.csv</c>, <c>.xml</c>,
    /// <c>.yaml</c> and <c>.yml</c>, <c>.tap</c>; any other is <c>text_line</c>.
    /// </summary>
    public FileParser Parser { get; set; } = FileParser.Auto;

    /// <summary>Whether <c>NAME.headers.json</c> beside <c>NAME.json</c>, an object of strings, has the headers of its events. Such files are no events themselves then. It should be there first.</summary>
    public bool TryReadHeadersJson { get; set; }

    /// <summary>Whether links to files outside of the folder are followed. Those to files within are in any case.</summary>
    public bool FollowLinks { get; set; }

    /// <summary>The largest file that is read, since all of it is in memory at once; a larger one goes to the dead letters by its name. A webhook takes 1 MiB at a time; files hold many events.</summary>
    [ByteRange("1B", "256MiB")]
    public ByteSize MaxFileBytes { get; set; } = new(32 << 20);

    /// <summary>How many events one file may hold.</summary>
    [Range(1, 1_000_000)]
    public int MaxEventsPerFile { get; set; } = 100_000;

    /// <summary>How many files may be there. Each takes some 300 bytes of memory, and 100 of disk; where there are more, new ones wait, and <c>/health</c> says so.</summary>
    [Range(1, 2_000_000)]
    public int MaxFiles { get; set; } = 200_000;

    /// <summary>
    /// Goes into the metadata of each event. <c>context.source</c> in it is the source of events that have none, and is <c>{root_url}?source={name}</c> where it is not given.
    /// </summary>
    public JsonObject Metadata { get; set; } = [];

    /// <summary>Of cdviz-collector: when to end, and leave what is newer.</summary>
    [Foreign(
        Severity.Error,
        "is not available: all files are taken, whenever they were written",
        "say by path_patterns which are meant"
    )]
    public string? TsBeforeLimit { get; set; }

    /// <summary>The folder that is meant.</summary>
    internal string Folder { get; private set; } = "";

    /// <summary>The patterns, read.</summary>
    internal PathPatterns Patterns { get; } = new();

    public void Check(OptionsScope scope)
    {
        if (FolderIn(scope, "root", Root, "/var/events") is { } folder)
        {
            Folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        }
        if (PathPatterns.Count > MostPatterns)
        {
            scope.Error("path_patterns", $"there are more than {MostPatterns} path_patterns");
            return;
        }
        var places = (scope.Written("path_patterns") as TomlArray)?.Items;
        for (var i = 0; i < PathPatterns.Count; i++)
        {
            if (Patterns.Add(PathPatterns[i]) is { } error)
            {
                scope.Reader.Error(
                    places?.Count == PathPatterns.Count
                        ? places[i].Location
                        : scope.At("path_patterns"),
                    $"the pattern \"{PathPatterns[i]}\" cannot match: {error}"
                );
            }
        }
    }
}
