using Freshet.Configuration;

namespace Freshet.Pipelines;

/// <summary>A place to keep or find files, as cdviz-collector spells it: <c>kind = "fs"</c> and <c>parameters = { root = "…" }</c>.</summary>
internal abstract class StorageOptions
{
    private const string Files = "fs";
    private const string RootKey = "root";

    /// <summary>What of those parameters files have. Ours are written atomically anyway, and those of others only read.</summary>
    private static readonly string[] Known = [RootKey, "atomic_write_dir"];

    /// <summary>The kind of storage. There is <c>"fs"</c>, the files of this machine; what else cdviz-collector knows (<c>s3</c>, <c>gcs</c>, <c>azblob</c>, …) is not available.</summary>
    public string Kind { get; set; } = Files;

    /// <summary>How cdviz-collector spells the folder: <c>{ root = "…" }</c>.</summary>
    public Dictionary<string, string> Parameters { get; set; } = [];

    /// <summary>The folder; null where none is given, or something is wrong, which is told.</summary>
    /// <param name="scope">The table.</param>
    /// <param name="key">The key of the folder beside <c>parameters</c>.</param>
    /// <param name="given">Its value; empty where it is not given.</param>
    /// <param name="example">A folder, where one must be given; null where that may be left out.</param>
    protected string? FolderIn(OptionsScope scope, string key, string given, string? example = null)
    {
        if (Kind != Files)
        {
            if (scope.Written("parameters") is { } parameters)
            {
                // There may be keys of an account in them.
                scope.Reader.PassOver(parameters);
            }
            scope.Error(
                "kind",
                $"the kind \"{Kind}\" is not available: there is \"{Files}\", the files of this machine",
                "mount the storage, and give the folder that it is mounted at"
            );
            return null;
        }
        foreach (var unknown in Parameters.Keys.Except(Known))
        {
            scope.Error(
                "parameters",
                $"unknown key \"{unknown}\" in parameters",
                NearestName.Hint(unknown, Known)
            );
        }
        var folder = Parameters.GetValueOrDefault(RootKey, "");
        if (given.Length > 0 && folder.Length > 0)
        {
            scope.Error(key, $"{key} and parameters.root are both given", "remove one");
        }
        folder = given.Length > 0 ? given : folder;
        if (folder.Contains('\0', StringComparison.Ordinal))
        {
            scope.Error(key, "no path holds the character U+0000");
            return null;
        }
        if (folder.Length == 0 && example is not null)
        {
            scope.Error(key, $"there is no {key}", $"give the folder: {key} = \"{example}\"");
        }
        return folder.Length > 0 ? folder : null;
    }
}
