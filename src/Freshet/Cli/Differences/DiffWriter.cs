using System.Text;
using Freshet.Telemetry;

namespace Freshet.Cli.Differences;

/// <summary>Shows what is different between two texts: lines that are gone with <c>-</c>, new ones with <c>+</c>, a few of the others around them.</summary>
/// <param name="output">Where it goes.</param>
/// <param name="isColoured">Whether lines that are gone are red, and new ones green.</param>
internal sealed class DiffWriter(TextWriter output, bool isColoured)
{
    private const int Around = 3;
    private const string Red = "\u001b[31m";
    private const string Green = "\u001b[32m";
    private const string Plain = "\u001b[0m";

    public void Write(ReadOnlySpan<byte> expected, ReadOnlySpan<byte> actual)
    {
        var lines = LineDiff.Of(Lines(expected), Lines(actual));
        var shown = new bool[lines.Count];
        for (var i = 0; i < lines.Count; i++)
        {
            if (lines[i].Change != LineChange.Same)
            {
                shown
                    .AsSpan(Math.Max(0, i - Around)..Math.Min(lines.Count, i + Around + 1))
                    .Fill(true);
            }
        }
        for (var i = 0; i < lines.Count; i++)
        {
            if (shown[i])
            {
                Write(lines[i]);
            }
            else if (i == 0 || shown[i - 1])
            {
                output.WriteLine("    …");
            }
        }
    }

    private void Write(DiffLine line)
    {
        // What stands in a file may be anything, and must not steer the terminal.
        var text = LogText.Escape(line.Text);
        var (mark, colour) = line.Change switch
        {
            LineChange.Removed => ('-', Red),
            LineChange.Added => ('+', Green),
            _ => (' ', ""),
        };
        output.WriteLine(
            isColoured && colour.Length > 0 ? $"  {colour}{mark} {text}{Plain}" : $"  {mark} {text}"
        );
    }

    private static string[] Lines(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty)
        {
            return [];
        }
        var text = Encoding.UTF8.GetString(utf8).ReplaceLineEndings("\n");
        return (text.EndsWith('\n') ? text[..^1] : text).Split('\n');
    }
}
