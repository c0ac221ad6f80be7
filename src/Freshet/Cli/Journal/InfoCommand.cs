using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Freshet.Events;
using Freshet.Journal;
using Freshet.Pipelines;

namespace Freshet.Cli.Journal;

/// <summary><c>freshet journal info</c>: what a journal holds.</summary>
internal static class InfoCommand
{
    public static Command Create(ComponentCatalog catalog, Terminal terminal)
    {
        var folder = new JournalFolderArgument(catalog, terminal);
        var json = new Option<bool>("--json") { Description = "Write it as one JSON object" };
        var command = new CommandWithExamples(
            "info",
            "Tell what a journal holds: how many events, from when to when, in which files",
            "freshet journal info",
            "freshet journal info --path /var/lib/freshet/journal --json"
        );
        folder.AddTo(command);
        command.Add(json);
        command.SetAction(parsed =>
            folder.Read(parsed) is { } path
                ? JournalCommand.Guard(
                    terminal,
                    () => Write(path, parsed.GetValue(json), terminal.Output)
                )
                : 1
        );
        return command;
    }

    private static int Write(string folder, bool asJson, TextWriter output)
    {
        var owner = FolderLock.OwnerOf(folder);
        List<SegmentSummary> segments = [.. SegmentSummary.Of(folder)];
        if (asJson)
        {
            output.WriteLine(
                ToJson(folder, owner, segments).ToJsonString(JsonSerializerOptions.Web)
            );
            return 0;
        }
        var entries = segments.Sum(segment => segment.Count);
        output.WriteLine(
            $"journal   {folder}, {(owner is null ? "not in use" : $"in use by {owner}")}"
        );
        output.WriteLine(
            entries == 0
                ? "entries   none"
                : $"entries   {entries:N0}, {segments[0].First} to {segments[^1].First + segments[^1].Count - 1}"
        );
        if (segments.Sum(segment => segment.Damaged) is > 0 and var damaged)
        {
            output.WriteLine($"damaged   {damaged:N0} of them; see freshet journal verify");
        }
        output.WriteLine(
            $"time      {Time(segments.Find(segment => segment.FirstTime is not null)?.FirstTime)} to {Time(segments.FindLast(segment => segment.LastTime is not null)?.LastTime)}"
        );
        output.WriteLine(
            $"size      {segments.Sum(segment => segment.Bytes):N0} bytes, and {segments.Sum(segment => segment.IndexBytes):N0} of indexes"
        );
        foreach (var segment in segments)
        {
            output.WriteLine(
                $"segment   {Path.GetFileName(segment.Path)}  {segment.Count, 12:N0} entries  {segment.Bytes, 15:N0} bytes  {Time(segment.FirstTime)} to {Time(segment.LastTime)}{(segment.IndexBytes == 0 ? "  no index" : "")}"
            );
        }
        return 0;
    }

    private static JsonObject ToJson(
        string folder,
        string? owner,
        IReadOnlyList<SegmentSummary> segments
    ) =>
        new()
        {
            ["journal"] = folder,
            ["in_use_by"] = owner,
            ["entries"] = segments.Sum(segment => segment.Count),
            ["damaged"] = segments.Sum(segment => segment.Damaged),
            ["bytes"] = segments.Sum(segment => segment.Bytes),
            ["segments"] = new JsonArray([
                .. segments.Select(segment => new JsonObject
                {
                    ["file"] = Path.GetFileName(segment.Path),
                    ["first"] = segment.First,
                    ["entries"] = segment.Count,
                    ["damaged"] = segment.Damaged,
                    ["bytes"] = segment.Bytes,
                    ["index_bytes"] = segment.IndexBytes,
                    ["from"] = Json(segment.FirstTime),
                    ["to"] = Json(segment.LastTime),
                }),
            ]),
        };

    private static string? Json(DateTimeOffset? time) =>
        time is { } known ? Rfc3339.Format(known) : null;

    private static string Time(DateTimeOffset? time) => Json(time) ?? "-";
}
