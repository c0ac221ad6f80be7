using System.Text;

namespace Freshet.Toml;

/// <summary>How bad a <see cref="Diagnostic"/> is.</summary>
internal enum Severity
{
    /// <summary>The configuration works, but probably not as meant.</summary>
    Warning,

    /// <summary>The configuration cannot be used.</summary>
    Error,
}

/// <summary>One thing a user should know of the configuration: what, where, and what to do about it.</summary>
/// <param name="Severity">Whether it can be lived with.</param>
/// <param name="Message">What is wrong, in one sentence without a full stop.</param>
/// <param name="Location">Where; null where it concerns the whole.</param>
/// <param name="Hint">What to do, or the nearest known name; null where the message says it all.</param>
/// <param name="Drawing">Lines to show below the place, such as those of a program that stands there; null for none.</param>
internal sealed record Diagnostic(
    Severity Severity,
    string Message,
    Location? Location = null,
    string? Hint = null,
    string? Drawing = null
)
{
    /// <summary>
    /// Several lines: the message, <c>--&gt; file:line:column</c>, the offending line with carets under the part that is meant, the drawing, the hint.
    /// Control characters of the user's text are shown as symbols, so that no input can forge a line.
    /// </summary>
    public string Render()
    {
        var text = new StringBuilder();
        text.Append(Severity == Severity.Error ? "error: " : "warning: ").Append(Visible(Message));
        if (Location is { } at)
        {
            text.AppendLine().Append("  --> ").Append(Visible(at.ToString()));
            if (at.Line > 0)
            {
                AppendExcerpt(text, at);
            }
        }
        foreach (var line in Drawing?.Split('\n') ?? [])
        {
            text.AppendLine().Append(("  " + Visible(line)).TrimEnd());
        }
        if (Hint is not null)
        {
            text.AppendLine().Append("   = help: ").Append(Visible(Hint));
        }
        return text.ToString();
    }

    private static void AppendExcerpt(StringBuilder text, Location at)
    {
        const int widest = 160;
        // A very long line is shown as the window around the place that is meant.
        var from = Math.Max(0, at.Column - 1 - (widest / 2));
        var shown = string.Concat(
            at.LineText.EnumerateRunes().Skip(from).Take(widest).Select(Visible)
        );
        var number = at.Line.ToString();
        var margin = new string(' ', number.Length);
        var caretAt = Math.Max(0, at.Column - 1 - from);
        var carets = Math.Clamp(at.Length, 1, Math.Max(1, widest - caretAt));
        text.AppendLine().Append(margin).Append(" |");
        text.AppendLine().Append(number).Append(" | ").Append(shown);
        text.AppendLine().Append(margin).Append(" | ").Append(' ', caretAt).Append('^', carets);
    }

    private static string Visible(string text) =>
        string.Concat(text.EnumerateRunes().Select(Visible));

    private static string Visible(Rune rune) =>
        rune.Value switch
        {
            '\t' => " ",
            < 0x20 => ((char)(0x2400 + rune.Value)).ToString(),
            0x7f => "\u2421",
            _ when Rune.GetUnicodeCategory(rune)
                    is System.Globalization.UnicodeCategory.Control
                        or System.Globalization.UnicodeCategory.Format
                        or System.Globalization.UnicodeCategory.LineSeparator
                        or System.Globalization.UnicodeCategory.ParagraphSeparator => "\uFFFD",
            _ => rune.ToString(),
        };
}
