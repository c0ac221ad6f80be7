using System.Text;

namespace Freshet.Vrl.Diagnostics;

/// <summary>A line of source as it is shown: tabs as spaces, control characters as pictures.</summary>
internal sealed class SourceLine
{
    private const int TabWidth = 4;

    private readonly int start;
    private readonly int[] cells;
    private readonly int[] characters;

    public SourceLine(ReadOnlySpan<byte> utf8, int start)
    {
        this.start = start;
        cells = new int[utf8.Length + 1];
        characters = new int[utf8.Length + 1];
        var text = new StringBuilder();
        var cell = 0;
        var character = 0;
        for (var at = 0; at < utf8.Length; )
        {
            Rune.DecodeFromUtf8(utf8[at..], out var rune, out var length);
            cells.AsSpan(at, length).Fill(cell);
            characters.AsSpan(at, length).Fill(character);
            at += length;
            character++;
            if (rune.Value == '\t')
            {
                var spaces = TabWidth - (cell % TabWidth);
                text.Append(' ', spaces);
                cell += spaces;
                continue;
            }
            var picture = Glyph.Picture(rune);
            text.Append(picture);
            cell += Glyph.Width(picture);
        }
        cells[^1] = cell;
        characters[^1] = character;
        Text = text.ToString();
    }

    public string Text { get; }

    /// <summary>The cell that the byte at that place in the source is shown in; behind the last where the line ends before it.</summary>
    public int CellOf(int offset) => cells[Math.Clamp(offset - start, 0, cells.Length - 1)];

    public int CharactersBefore(int offset) =>
        characters[Math.Clamp(offset - start, 0, characters.Length - 1)];

    /// <summary>Whether only white space stands before that place.</summary>
    public bool IsIndentBefore(int offset) =>
        Text.AsSpan(0, Math.Min(Text.Length, CellOf(offset))).IsWhiteSpace();
}
