using Freshet.Events.Parsing;

namespace Freshet.Cli.Transform;

/// <summary>A file of events.</summary>
/// <param name="Path">Its path below the folder of the inputs, parted by <c>/</c>.</param>
/// <param name="FullPath">Where it is.</param>
/// <param name="Format">How it holds its events.</param>
internal sealed record InputFile(string Path, string FullPath, ContentFormat Format)
{
    /// <summary>The path without the extension: what belongs to the file is called that, and something more.</summary>
    public string Stem => StemOf(Path);

    /// <summary>A path without its last extension.</summary>
    public static string StemOf(string path) => path[..^System.IO.Path.GetExtension(path).Length];
}
