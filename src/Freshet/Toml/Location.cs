namespace Freshet.Toml;

/// <summary>Where a piece of configuration was written, so that an error can show it.</summary>
/// <param name="Origin">A file's path as the user gave it, or what else set the value: <c>environment variable FRESHET__HTTP__PORT</c>, <c>--set http.port</c>.</param>
/// <param name="Line">The line, counted from 1; 0 where the origin has no lines.</param>
/// <param name="Column">The column, counted from 1 in characters (Unicode scalar values); 0 where the origin has no lines.</param>
/// <param name="Length">How many characters of the line are meant; at least 1.</param>
/// <param name="LineText">The whole line without its end, as it stands in the file.</param>
internal sealed record Location(
    string Origin,
    int Line = 0,
    int Column = 0,
    int Length = 1,
    string LineText = ""
)
{
    /// <summary><c>file:line:column</c>, or the origin alone where there are no lines.</summary>
    public override string ToString() => Line == 0 ? Origin : $"{Origin}:{Line}:{Column}";
}
