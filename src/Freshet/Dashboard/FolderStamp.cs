using System.Runtime.InteropServices;

namespace Freshet.Dashboard;

/// <summary>What tells whether the files of a folder and of its folders are as they were, without reading them.</summary>
/// <param name="Files">How many there are.</param>
/// <param name="Bytes">How long they are together.</param>
/// <param name="Written">When one was written last.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct FolderStamp(long Files, long Bytes, DateTime Written)
{
    /// <summary>Of nothing where there is no such folder.</summary>
    public static FolderStamp Of(string path)
    {
        var stamp = new FolderStamp();
        var folder = new DirectoryInfo(path);
        if (!folder.Exists)
        {
            return stamp;
        }
        foreach (var file in folder.EnumerateFiles("*", SearchOption.AllDirectories))
        {
            var written = file.LastWriteTimeUtc;
            stamp = new(
                stamp.Files + 1,
                stamp.Bytes + file.Length,
                written > stamp.Written ? written : stamp.Written
            );
        }
        return stamp;
    }
}
