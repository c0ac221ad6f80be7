using System.Text;

namespace Freshet.Vrl.Stdlib.Parse.Traces;

/// <summary>
/// Where in a text a parser gave up, and what each of its parts wanted there, from the innermost outwards. Written as upstream's parser library does it, since
/// programs see it.
/// </summary>
/// <param name="text">The whole text.</param>
internal sealed class ParserTrace(string text)
{
    private readonly StringBuilder written = new();
    private int count;

    /// <summary>A part by its name: <c>Tag</c>, <c>ManyMN</c>, or what it stands for: <c>string</c>.</summary>
    public ParserTrace In(string part, int at) =>
        Add($", in {part}:", $"in {part}", at, suffix: "");

    /// <summary>A character that was wanted.</summary>
    public ParserTrace Wanted(char character, int at)
    {
        var found =
            at >= text.Length ? "got end of input"
            : Rune.TryGetRuneAt(text, at, out var rune) ? $"found {rune}"
            : "found \uFFFD";
        return Add(":", $"expected '{character}'", at, $"expected '{character}', {found}\n");
    }

    public override string ToString() => written.ToString();

    private ParserTrace Add(string what, string whatOfEmpty, int at, string suffix)
    {
        if (text.Length == 0)
        {
            written.Append($"{count++}: {whatOfEmpty}, got empty input\n\n");
            return this;
        }
        var before = text.AsSpan(0, at);
        var lineStart = before.LastIndexOf('\n') + 1;
        var line = text.AsSpan(lineStart);
        if (line.IndexOf('\n') is >= 0 and var end)
        {
            line = line[..end];
        }
        // Columns are bytes, as are all places of the language.
        var column = Encoding.UTF8.GetByteCount(before[lineStart..]);
        written.Append(
            $"{count++}: at line {before.Count('\n') + 1}{what}\n{line.TrimEnd()}\n{new string(' ', column)}^\n{suffix}\n"
        );
        return this;
    }
}
