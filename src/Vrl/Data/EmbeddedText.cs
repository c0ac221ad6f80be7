using System.Text;

namespace Freshet.Vrl.Data;

/// <summary>The data that comes with the language: text files in the assembly. Lines that begin with <c>#</c> say what a file is.</summary>
internal static class EmbeddedText
{
    /// <summary>The file's lines that are not empty and no comments.</summary>
    public static IEnumerable<string> Lines(string name)
    {
        using var stream =
            typeof(EmbeddedText).Assembly.GetManifestResourceStream(name)
            ?? throw new ArgumentException($"the assembly has no {name}", nameof(name));
        using var reader = new StreamReader(stream, Encoding.UTF8);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && line[0] != '#')
            {
                yield return line;
            }
        }
    }
}
