using System.Globalization;

namespace Freshet.Vrl.Diagnostics;

/// <summary>
/// Draws lines of source with the labels on them. A label over several lines is a bracket at the left, each in a column of its own.
/// </summary>
internal sealed class LabelDrawing
{
    private const int BracketWidth = 2;

    private readonly StyledText output;
    private readonly int gutterWidth;
    private readonly Severity severity;
    private readonly List<PlacedLabel> single;
    private readonly List<PlacedLabel> brackets;
    private readonly bool[] isOpen;

    public LabelDrawing(
        StyledText output,
        int gutterWidth,
        Severity severity,
        List<PlacedLabel> labels
    )
    {
        this.output = output;
        this.gutterWidth = gutterWidth;
        this.severity = severity;
        single = labels.FindAll(label => label.IsOnOneLine);
        brackets =
        [
            .. labels
                .Where(label => !label.IsOnOneLine)
                .OrderBy(label => label.Start)
                .ThenByDescending(label => label.End),
        ];
        isOpen = new bool[brackets.Count];
    }

    /// <summary>The column of the source's first character.</summary>
    private int Origin => gutterWidth + 3 + (brackets.Count * BracketWidth);

    /// <summary>Draws a line; they come in order, each once.</summary>
    public void Draw(SourceLine source, int line)
    {
        Row((line + 1).ToString(CultureInfo.InvariantCulture));
        for (var i = 0; i < brackets.Count; i++)
        {
            if (brackets[i].FirstLine == line && source.IsIndentBefore(brackets[i].Start))
            {
                isOpen[i] = true;
                output.Put(BracketColumn(i), "╭", StyleOf(brackets[i]));
            }
        }
        output.Put(Origin, source.Text, Style.Plain);

        DrawSingle(source, single.FindAll(label => label.FirstLine == line));
        for (var i = 0; i < brackets.Count; i++)
        {
            if (brackets[i].FirstLine == line && !isOpen[i])
            {
                Row("");
                Arm(i, '╭', source.CellOf(brackets[i].Start));
                isOpen[i] = true;
            }
        }
        for (var i = 0; i < brackets.Count; i++)
        {
            if (brackets[i].LastLine == line)
            {
                Close(i, source);
            }
        }
    }

    private int BracketColumn(int index) => gutterWidth + 3 + (index * BracketWidth);

    private Style StyleOf(PlacedLabel label) =>
        !label.IsPrimary ? Style.ContextLabel
        : severity == Severity.Error ? Style.ErrorLabel
        : Style.WarningLabel;

    /// <summary>Starts a row: the gutter, and the brackets that are open.</summary>
    private void Row(string number)
    {
        output.Line();
        DiagnosticFormatter.Gutter(output, gutterWidth, number);
        for (var i = 0; i < brackets.Count; i++)
        {
            if (isOpen[i])
            {
                output.Put(BracketColumn(i), "│", StyleOf(brackets[i]));
            }
        }
    }

    private void Arm(int index, char corner, int cell)
    {
        var from = BracketColumn(index);
        var tip = brackets[index].IsPrimary ? '^' : '\'';
        output.Put(
            from,
            corner + new string('─', Origin + cell - from - 1) + tip,
            StyleOf(brackets[index])
        );
    }

    private void Close(int index, SourceLine source)
    {
        var label = brackets[index];
        Row("");
        var cell = Math.Max(0, source.CellOf(label.End) - 1);
        Arm(index, '╰', cell);
        isOpen[index] = false;
        var column = output.Column + 1;
        for (var i = 0; i < label.Text.Count; i++)
        {
            if (i > 0)
            {
                Row("");
            }
            output.Put(column, label.Text[i], StyleOf(label));
        }
    }

    private void DrawSingle(SourceLine source, List<PlacedLabel> labels)
    {
        if (labels.Count == 0)
        {
            return;
        }
        Row("");
        foreach (var label in labels.OrderBy(label => label.IsPrimary))
        {
            var cell = source.CellOf(label.Start);
            output.Put(
                Origin + cell,
                new string(
                    label.IsPrimary ? '^' : '-',
                    Math.Max(1, source.CellOf(label.End) - cell)
                ),
                StyleOf(label)
            );
        }

        var hanging = labels.FindAll(label => label.Text.Count > 0);
        if (Trailing(labels) is { } trailing)
        {
            output.Put(output.Column + 1, trailing.Text[0], StyleOf(trailing));
            hanging.Remove(trailing);
        }
        Hang(source, hanging);
    }

    /// <summary>The last label, if its words can stand right of the carets: one line, and nothing else reaches to where it starts.</summary>
    private static PlacedLabel? Trailing(List<PlacedLabel> labels)
    {
        var last = labels.MaxBy(label => label.Start)!;
        return
            last.Text.Count == 1
            && labels.TrueForAll(other =>
                ReferenceEquals(other, last)
                || (other.Start < last.Start && other.End <= last.Start)
            )
            ? last
            : null;
    }

    /// <summary>Hangs words below the carets on threads, the rightmost first; those of one place in their order.</summary>
    private void Hang(SourceLine source, List<PlacedLabel> labels)
    {
        if (labels.Count == 0)
        {
            return;
        }
        Row("");
        Threads(source, labels, int.MaxValue);
        foreach (
            var place in labels
                .GroupBy(label => source.CellOf(label.Start))
                .OrderByDescending(place => place.Key)
        )
        {
            foreach (var label in place)
            {
                foreach (var text in label.Text)
                {
                    Row("");
                    Threads(source, labels, place.Key);
                    output.Put(Origin + place.Key, text, StyleOf(label));
                }
            }
        }
    }

    private void Threads(SourceLine source, List<PlacedLabel> labels, int before)
    {
        foreach (var label in labels)
        {
            var cell = source.CellOf(label.Start);
            if (cell < before)
            {
                output.Put(Origin + cell, "│", StyleOf(label));
            }
        }
    }
}
