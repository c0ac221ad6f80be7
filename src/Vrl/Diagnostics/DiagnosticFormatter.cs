using System.Globalization;

namespace Freshet.Vrl.Diagnostics;

/// <summary>
/// Draws a diagnostic as users of the language know it: the source lines it is about, carets under the cause, dashes under the context, and notes below.
/// </summary>
public static class DiagnosticFormatter
{
    /// <summary>Lines of a long label that are shown at its start and at its end; the rest is left out.</summary>
    private const int ShownAtStart = 4;
    private const int ShownAtEnd = 2;

    /// <param name="source">The program.</param>
    /// <param name="diagnostic">What was said of it; places outside of the source are moved to its end.</param>
    /// <param name="colour">Whether to colour it for a terminal, by ANSI escapes.</param>
    /// <returns>Lines, without a line feed behind the last. Characters that would steer a terminal are shown as pictures.</returns>
    public static string Format(string source, Diagnostic diagnostic, bool colour = false)
    {
        var lines = new SourceText(source);
        var labels = diagnostic.Labels.Select(label => PlacedLabel.Place(lines, label)).ToList();
        var output = new StyledText(colour);
        Header(output, diagnostic);
        if (labels.Count > 0)
        {
            Excerpt(output, diagnostic.Severity, lines, labels);
        }
        var indent = labels.Count > 0 ? GutterWidth(labels) : 0;
        if (labels.Count > 0 && diagnostic.Notes.Count > 0)
        {
            output.Line();
            Gutter(output, indent, "");
        }
        foreach (var note in diagnostic.Notes)
        {
            Note(output, indent, note);
        }
        return output.ToString();
    }

    private static void Header(StyledText output, Diagnostic diagnostic)
    {
        var (word, style) =
            diagnostic.Severity == Severity.Error
                ? ("error", Style.ErrorHeader)
                : ("warning", Style.WarningHeader);
        output.Append(
            string.Create(CultureInfo.InvariantCulture, $"{word}[E{diagnostic.Code:000}]"),
            style
        );
        output.Append(": " + Glyph.Safe(diagnostic.Message), Style.Title);
    }

    private static int GutterWidth(List<PlacedLabel> labels) =>
        (labels.Max(label => label.LastLine) + 1).ToString(CultureInfo.InvariantCulture).Length;

    private static void Excerpt(
        StyledText output,
        Severity severity,
        SourceText source,
        List<PlacedLabel> labels
    )
    {
        var width = GutterWidth(labels);
        var first = labels.Find(label => label.IsPrimary) ?? labels[0];
        output.Line();
        output.Append(new string(' ', width + 1) + "┌─", Style.Frame);
        output.Append(
            string.Create(
                CultureInfo.InvariantCulture,
                $" :{first.FirstLine + 1}:{source[first.FirstLine].CharactersBefore(first.Start) + 1}"
            ),
            Style.Plain
        );
        output.Line();
        Gutter(output, width, "");

        var excerpt = new LabelDrawing(output, width, severity, labels);
        var previous = -1;
        foreach (var line in ShownLines(labels))
        {
            if (previous >= 0 && line == previous + 2)
            {
                excerpt.Draw(source[previous + 1], previous + 1);
            }
            else if (previous >= 0 && line > previous + 1)
            {
                output.Line();
                Gutter(output, width, "", '·');
            }
            excerpt.Draw(source[line], line);
            previous = line;
        }
    }

    private static SortedSet<int> ShownLines(List<PlacedLabel> labels)
    {
        var shown = new SortedSet<int>();
        foreach (var label in labels)
        {
            for (
                var line = label.FirstLine;
                line <= Math.Min(label.LastLine, label.FirstLine + ShownAtStart - 1);
                line++
            )
            {
                shown.Add(line);
            }
            for (
                var line = Math.Max(label.FirstLine, label.LastLine - ShownAtEnd + 1);
                line <= label.LastLine;
                line++
            )
            {
                shown.Add(line);
            }
        }
        return shown;
    }

    internal static void Gutter(StyledText output, int width, string number, char frame = '│') =>
        output.Append(number.PadLeft(width) + " " + frame, Style.Frame);

    private static void Note(StyledText output, int indent, string note)
    {
        var mark = "=";
        foreach (var line in Glyph.Lines(note))
        {
            output.Line();
            output.Append(new string(' ', indent + 1) + mark, Style.Frame);
            output.Append(" " + line, Style.Plain);
            mark = " ";
        }
    }
}
