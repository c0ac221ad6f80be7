using System.Text;

namespace Freshet.Events;

/// <summary>Why a text is not JSON, or JSON not the event that it says it is. It is for the sender to read, and never repeats much of what was sent.</summary>
/// <param name="Reason">What is wrong and what was expected, without a full stop.</param>
/// <param name="Path">The member that is meant, such as <c>context.timestamp</c> or <c>items[3].name</c>, or a header; null for the whole.</param>
/// <param name="Line">The line, counted from 1; 0 where a place in the text says nothing.</param>
/// <param name="Column">The column, counted from 1 in Unicode characters; 0 without a line.</param>
/// <param name="Offset">The same place in bytes from the start of the text, counted from 0; -1 without a line.</param>
internal sealed record EventFault(
    string Reason,
    string? Path = null,
    int Line = 0,
    int Column = 0,
    int Offset = -1
)
{
    /// <summary><c>context.timestamp: expected …</c>, or <c>items[3].name: … (line 3, column 14, byte 57)</c>.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        if (Path is not null)
        {
            text.Append(Path).Append(": ");
        }
        text.Append(Reason);
        if (Line > 0)
        {
            text.Append($" (line {Line}, column {Column}, byte {Offset})");
        }
        return text.ToString();
    }
}
