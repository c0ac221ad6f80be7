using Freshet.Vrl.Syntax;

namespace Freshet.Vrl.Compilation;

/// <summary>The paths that programs may not change: what is below them neither, nor what they are part of as a whole.</summary>
internal sealed class ReadOnlyPaths
{
    private readonly List<(TargetRoot Root, IReadOnlyList<Segment> Path)> paths = [];

    /// <param name="paths">As programs write them; what is no path of event or metadata is an error of the host.</param>
    public ReadOnlyPaths(IReadOnlyList<string> paths)
    {
        foreach (var path in paths)
        {
            if (Parser.Parse(path).Program?.Expressions is [QueryNode query])
            {
                this.paths.Add((query.Root, query.Path));
            }
            else
            {
                throw new ArgumentException($"no path: {path}", nameof(paths));
            }
        }
    }

    public bool Contains(TargetRoot root, IReadOnlyList<Segment> path) =>
        paths.Exists(held =>
            held.Root == root
            && held.Path.Take(path.Count).SequenceEqual(path.Take(held.Path.Count))
        );
}
