using System.Diagnostics.CodeAnalysis;
using Freshet.Sources.Files;

namespace Freshet.Cli.Send.Reports;

/// <summary>A path with the wildcards of a <see cref="Glob"/>, as it is given to <c>--data</c>.</summary>
/// <param name="Folder">The folder that can be told without wildcards, as it was written; empty for that of the process.</param>
/// <param name="Name">What is below it; null where it is one file without wildcards.</param>
/// <param name="Text">All of it.</param>
internal sealed record FilePattern(string Folder, Glob? Name, string Text)
{
    private const string Wildcards = "*?[{";
    private const int Longest = 4096;

    /// <summary>Reads a pattern.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out FilePattern? pattern)
    {
        pattern = null;
        if (text.Length is 0 or > Longest || text.Contains('\0', StringComparison.Ordinal))
        {
            return false;
        }
        var wild = text.AsSpan().IndexOfAny(Wildcards);
        if (wild < 0)
        {
            pattern = new(Path.GetDirectoryName(text) ?? "", null, text);
            return true;
        }
        var end = text.LastIndexOf('/', wild) + 1;
        if (Glob.TryParse(text[end..], out var name, out _))
        {
            pattern = new(text[..end], name, text);
        }
        return pattern is not null;
    }

    /// <summary>That of a text that is one.</summary>
    public static FilePattern Of(string text) =>
        TryParse(text, out var pattern)
            ? pattern
            : throw new ArgumentException($"{text} is no pattern", nameof(text));
}
