using System.Text;
using Freshet.Vrl.Diagnostics;
using Freshet.Vrl.Values;

namespace Freshet.Programs;

/// <summary>Places in a program in words, where its lines are not to be shown.</summary>
internal static class ProgramPlace
{
    /// <summary><c>line 3, column 14</c>, both counted from 1, the column in characters.</summary>
    /// <param name="source">The program.</param>
    /// <param name="offset">The place in bytes of its UTF-8.</param>
    public static string Of(string source, int offset)
    {
        var utf8 = Encoding.UTF8.GetBytes(source);
        var before = utf8.AsSpan(0, Math.Clamp(offset, 0, utf8.Length));
        var line = before.Count((byte)'\n') + 1;
        var start = before.LastIndexOf((byte)'\n') + 1;
        var column = Encoding.UTF8.GetString(before[start..]).EnumerateRunes().Count() + 1;
        return $"line {line}, column {column}";
    }

    /// <summary>The same for a diagnostic, with what it says there; null where it has no place.</summary>
    public static string? Of(string source, Diagnostic diagnostic) =>
        diagnostic.Labels.FirstOrDefault(label => label.IsPrimary) is { } label
            ? $"{Of(source, label.Span.Start)} of the program"
            : null;

    /// <summary>What ended a run, with its place.</summary>
    public static string Of(string source, Failure failure)
    {
        var place = failure.Start >= 0 ? Of(source, failure.Start) + ": " : "";
        return failure.Kind == FailureKind.Abort
            ? $"{place}aborted{(failure.Message is { } message ? ": " + message : "")}"
            : $"{place}{failure.Message}";
    }
}
