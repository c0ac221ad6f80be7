using System.Text.Json.Nodes;
using Freshet.Cli.Differences;
using Freshet.Configuration;
using Freshet.Events;
using Freshet.Events.Parsing;

namespace Freshet.Cli.Transform;

/// <summary>The folder of golden files, and the new files that one run writes beside them.</summary>
/// <param name="settings">What was asked for.</param>
internal sealed class OutputFolder(TransformSettings settings)
{
    private const string GoldenSuffix = ".json";
    private const int LargestGolden = 64 << 20;

    private readonly string root = Path.GetFullPath(settings.Output);
    private readonly SortedDictionary<string, string> written = new(StringComparer.Ordinal);
    private readonly Stack<string> made = new();

    /// <summary>The name of the output: that of its input, and its number where it is not the first.</summary>
    public static string NameOf(InputFile input, int index) =>
        (index == 0 ? input.Stem : $"{input.Stem}.{index}") + GoldenSuffix;

    /// <summary>Whether a golden file is named as an output of that input.</summary>
    public static bool IsOf(InputFile input, string name)
    {
        var rest = name.StartsWith(input.Stem + ".", StringComparison.Ordinal)
            ? name[(input.Stem.Length + 1)..].Split('.', 2)
            : [];
        return rest is ["json" or "headers" or "metadata", ..]
            || (rest is [var number, ..] && number.All(char.IsAsciiDigit));
    }

    /// <summary>Writes the files of an output, as new ones.</summary>
    /// <param name="input">What it came of.</param>
    /// <param name="index">Which of the outputs it is, counted from 0.</param>
    /// <param name="output">The output.</param>
    /// <returns>Why it was not written: another input has outputs of that name.</returns>
    /// <exception cref="System.Text.Json.JsonException">The output has no JSON form.</exception>
    public string? Write(InputFile input, int index, Event output)
    {
        var name = NameOf(input, index);
        if (written.TryGetValue(name, out var other))
        {
            return $"an output of it would be {name}, as one of {other} is";
        }
        Write(name, input, output.ToJson());
        var stem = InputFile.StemOf(name);
        if (settings.ExportsHeaders)
        {
            var headers = new JsonObject(
                output.KeptHeaders.Select(header =>
                    KeyValuePair.Create(header.Key, (JsonNode?)header.Value)
                )
            );
            Write(stem + FileHeaders.Suffix, input, JsonText.Write(headers));
        }
        if (settings.ExportsMetadata)
        {
            // Those two are others on each machine.
            var metadata = output.Metadata.DeepClone().AsObject();
            metadata.Remove("root");
            metadata.Remove("last_modified");
            Write(stem + FolderWalk.MetadataSuffix, input, JsonText.Write(metadata));
        }
        return null;
    }

    /// <summary>What is different between the new files and the golden ones, by name.</summary>
    public IEnumerable<GoldenDifference> Compare()
    {
        var golden = Directory.Exists(root)
            ? FolderWalk.Files(root).Where(IsGolden).ToHashSet()
            : [];
        foreach (var name in golden.Union(written.Keys).Order(StringComparer.Ordinal))
        {
            var expected = golden.Contains(name) ? Read(PathOf(name)) : null;
            var actual = written.ContainsKey(name) ? Read(NewPathOf(name)) : null;
            if (expected is null || actual is null || !AreEqual(expected, actual))
            {
                yield return new(name, Form(expected), actual);
            }
        }
    }

    /// <summary>Makes a difference the golden state: the new file stands in for the old one, or the old one is gone.</summary>
    public void Accept(GoldenDifference difference)
    {
        var path = PathOf(difference.Name);
        if (difference.Actual is null)
        {
            File.Delete(path);
        }
        else if (settings.KeepsNewFiles)
        {
            File.Copy(NewPathOf(difference.Name), path, overwrite: true);
        }
        else
        {
            File.Move(NewPathOf(difference.Name), path, overwrite: true);
        }
    }

    /// <summary>Removes the new files, unless they are to stay, and folders that are empty without them.</summary>
    public void Tidy()
    {
        if (settings.KeepsNewFiles)
        {
            return;
        }
        foreach (var name in written.Keys)
        {
            File.Delete(NewPathOf(name));
        }
        while (made.TryPop(out var folder))
        {
            if (!Directory.EnumerateFileSystemEntries(folder).Any())
            {
                Directory.Delete(folder);
            }
        }
    }

    private void Write(string name, InputFile input, ReadOnlyMemory<byte> json)
    {
        var path = NewPathOf(name);
        MakeFolder(Path.GetDirectoryName(path)!);
        // Before the file is there, so that one that is written in part is removed.
        written[name] = input.Path;
        File.WriteAllBytes(path, SortedJson.Write(json));
    }

    private void MakeFolder(string folder)
    {
        if (Directory.Exists(folder))
        {
            return;
        }
        if (Path.GetDirectoryName(folder) is { } parent)
        {
            MakeFolder(parent);
        }
        Directory.CreateDirectory(folder);
        made.Push(folder);
    }

    /// <summary>Headers and metadata are golden files where they are exported; else they may be those of inputs in the same folder.</summary>
    private bool IsGolden(string name) =>
        name.EndsWith(GoldenSuffix, StringComparison.Ordinal)
        && (!name.EndsWith(FileHeaders.Suffix, StringComparison.Ordinal) || settings.ExportsHeaders)
        && (
            !name.EndsWith(FolderWalk.MetadataSuffix, StringComparison.Ordinal)
            || settings.ExportsMetadata
        );

    private string PathOf(string name) => Path.Combine(root, name);

    private string NewPathOf(string name) =>
        Path.Combine(root, InputFile.StemOf(name) + FolderWalk.NewSuffix);

    private static byte[] Read(string path) =>
        ConfigurationFile.TryRead(path, LargestGolden, out var utf8, out var fault)
            ? utf8
            : throw new IOException($"{path} {fault}");

    private static bool AreEqual(byte[] expected, byte[] actual) =>
        JsonText.Read(expected) is { Fault: null } golden
        && SortedJson.AreEqual(golden.Json, JsonText.Read(actual).Json);

    /// <summary>A golden file in the form of new ones; as it is where it is no JSON.</summary>
    private static byte[]? Form(byte[]? golden) =>
        golden is not null && JsonText.Read(golden) is { Fault: null } reading
            ? SortedJson.Write(reading.Json)
            : golden;
}
