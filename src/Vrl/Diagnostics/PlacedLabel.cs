namespace Freshet.Vrl.Diagnostics;

/// <summary>A label with its lines in the source, counted from 0.</summary>
internal sealed record PlacedLabel(
    int Start,
    int End,
    int FirstLine,
    int LastLine,
    bool IsPrimary,
    IReadOnlyList<string> Text
)
{
    public bool IsOnOneLine => FirstLine == LastLine;

    public static PlacedLabel Place(SourceText source, Label label)
    {
        var start = Math.Clamp(label.Span.Start, 0, source.Length);
        var end = Math.Clamp(label.Span.End, start, source.Length);
        return new PlacedLabel(
            start,
            end,
            source.LineOf(start),
            source.LineOf(Math.Max(start, end - 1)),
            label.IsPrimary,
            label.Text.Length == 0 ? [] : [.. Glyph.Lines(label.Text)]
        );
    }
}
