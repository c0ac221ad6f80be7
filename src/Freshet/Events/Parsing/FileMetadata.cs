using System.Text.Json.Nodes;

namespace Freshet.Events.Parsing;

/// <summary>What the metadata of a file's events say of the file, as cdviz-collector has it: <c>{"name": …, "path": …, "root": …, "last_modified": …}</c>.</summary>
internal static class FileMetadata
{
    /// <summary>Adds it to other metadata; what is there under these names is replaced.</summary>
    /// <param name="metadata">The metadata.</param>
    /// <param name="path">The file's path below the root, parted by <c>/</c>.</param>
    /// <param name="root">The folder's path.</param>
    /// <param name="lastModified">When the file was written last.</param>
    public static void AddTo(
        JsonObject metadata,
        string path,
        string root,
        DateTimeOffset lastModified
    )
    {
        metadata["name"] = Path.GetFileName(path);
        metadata["path"] = path;
        metadata["root"] = root;
        metadata["last_modified"] = Rfc3339.Format(lastModified);
    }
}
