using System.Text;

namespace Freshet.Vrl.Diagnostics;

/// <summary>A source's UTF-8, by lines.</summary>
internal sealed class SourceText
{
    private readonly byte[] bytes;
    private readonly List<int> starts = [0];

    public SourceText(string source)
    {
        bytes = Encoding.UTF8.GetBytes(source);
        for (var i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] == '\n')
            {
                starts.Add(i + 1);
            }
        }
    }

    public int Length => bytes.Length;

    /// <summary>A line, without its end.</summary>
    public SourceLine this[int line]
    {
        get
        {
            var end = line + 1 < starts.Count ? starts[line + 1] - 1 : bytes.Length;
            if (end > starts[line] && bytes[end - 1] == '\r')
            {
                end--;
            }
            return new SourceLine(bytes.AsSpan(starts[line]..end), starts[line]);
        }
    }

    public int LineOf(int offset)
    {
        var line = starts.BinarySearch(offset);
        return line < 0 ? ~line - 1 : line;
    }
}
