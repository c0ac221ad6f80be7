using System.Text;

namespace Freshet.Vrl.Diagnostics;

/// <summary>Text in lines that have no white space at their ends, coloured if asked for.</summary>
internal sealed class StyledText(bool colour)
{
    private readonly StringBuilder text = new();
    private readonly List<(char Character, Style Style)> line = [];

    public void Append(string piece, Style style)
    {
        foreach (var character in piece)
        {
            line.Add((character, style));
        }
    }

    /// <summary>Writes over what the line has from that column on.</summary>
    public void Put(int column, string piece, Style style)
    {
        while (line.Count < column + piece.Length)
        {
            line.Add((' ', Style.Plain));
        }
        for (var i = 0; i < piece.Length; i++)
        {
            line[column + i] = (piece[i], style);
        }
    }

    /// <summary>The columns that the line has.</summary>
    public int Column => line.Count;

    /// <summary>Ends the line.</summary>
    public void Line()
    {
        Flush();
        text.Append('\n');
    }

    public override string ToString()
    {
        Flush();
        return text.ToString();
    }

    private void Flush()
    {
        var end = line.FindLastIndex(cell => cell.Character != ' ') + 1;
        var current = Style.Plain;
        for (var i = 0; i < end; i++)
        {
            var (character, style) = line[i];
            if (colour && style != current && character != ' ')
            {
                text.Append(Escape(style));
                current = style;
            }
            text.Append(character);
        }
        if (current != Style.Plain)
        {
            text.Append(Escape(Style.Plain));
        }
        line.Clear();
    }

    private static string Escape(Style style) =>
        style switch
        {
            Style.Title => "\e[0;1m",
            Style.ErrorHeader => "\e[0;1;31m",
            Style.WarningHeader => "\e[0;1;33m",
            Style.ErrorLabel => "\e[0;31m",
            Style.WarningLabel => "\e[0;33m",
            Style.Frame or Style.ContextLabel => "\e[0;34m",
            _ => "\e[0m",
        };
}
