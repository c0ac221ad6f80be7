using System.Text;

namespace Freshet.Events.Parsing;

/// <summary>
/// Reads comma-separated values (RFC 4180): the first row names the columns, and each row behind it is an event, of strings. Rows end with CRLF, LF or CR; blank ones are passed over. A
/// value in quotes may hold commas, line ends and doubled quotes. Rows that are shorter or longer than the header are faults, as nobody knows which value is missing.
/// </summary>
internal sealed class CsvReader
{
    private readonly string text;
    private int at;
    private int line = 1;
    private EventFault? fault;

    private CsvReader(string text) => this.text = text;

    /// <summary>Reads all of it.</summary>
    /// <param name="text">The text, without a byte order mark.</param>
    /// <param name="limit">How many rows may follow the header.</param>
    public static ParsedContent Read(string text, int limit)
    {
        var reader = new CsvReader(text);
        var bodies = new List<ReadOnlyMemory<byte>>();
        List<string>? columns = null;
        while (reader.fault is null && reader.ReadRow(out var first) is { } row)
        {
            if (columns is null)
            {
                columns = row;
                reader.CheckColumns(columns);
            }
            else if (row.Count != columns.Count)
            {
                reader.Fail(
                    $"expected {columns.Count} values, as the header has, found {row.Count}",
                    first
                );
            }
            else if (bodies.Count == limit)
            {
                reader.Fail($"expected at most {limit} rows, found more", first);
            }
            else
            {
                bodies.Add(Body(columns, row));
            }
        }
        return reader.fault is { } wrong ? ParsedContent.Failed(wrong) : new(bodies);
    }

    private static ReadOnlyMemory<byte> Body(List<string> columns, List<string> row) =>
        JsonText.Write(writer =>
        {
            writer.WriteStartObject();
            for (var i = 0; i < columns.Count; i++)
            {
                writer.WriteString(columns[i], row[i]);
            }
            writer.WriteEndObject();
        });

    private void CheckColumns(List<string> columns)
    {
        if (columns.GroupBy(column => column).FirstOrDefault(same => same.Count() > 1) is { } twice)
        {
            Fail($"the header has the column \"{twice.Key}\" twice", 1);
        }
    }

    /// <summary>The next row that is not blank; null at the end, and where it is wrong.</summary>
    private List<string>? ReadRow(out int first)
    {
        while (at < text.Length && text[at] is '\r' or '\n')
        {
            EndLine();
        }
        first = line;
        if (at == text.Length)
        {
            return null;
        }
        var row = new List<string>();
        while (fault is null)
        {
            row.Add(ReadValue());
            if (at < text.Length && text[at] == ',')
            {
                at++;
                continue;
            }
            if (at < text.Length)
            {
                EndLine();
            }
            break;
        }
        return fault is null ? row : null;
    }

    private string ReadValue()
    {
        if (at == text.Length || text[at] != '"')
        {
            var end = text.AsSpan(at).IndexOfAny(",\r\n");
            var from = at;
            at = end < 0 ? text.Length : at + end;
            return text[from..at];
        }
        var opened = line;
        var value = new StringBuilder();
        at++;
        while (true)
        {
            var quote = text.IndexOf('"', at);
            if (quote < 0)
            {
                Fail("a quote is opened and never closed", opened);
                return "";
            }
            var piece = text.AsSpan(at..quote);
            line += piece.Count('\n');
            value.Append(piece);
            at = quote + 1;
            if (at == text.Length || text[at] is ',' or '\r' or '\n')
            {
                return value.ToString();
            }
            if (text[at] != '"')
            {
                Fail("expected a comma or the end of the line behind a closing quote", line);
                return "";
            }
            value.Append('"');
            at++;
        }
    }

    private void EndLine()
    {
        at += text[at] == '\r' && at + 1 < text.Length && text[at + 1] == '\n' ? 2 : 1;
        line++;
    }

    private void Fail(string reason, int inLine) =>
        fault ??= new EventFault($"{reason} (line {inLine})");
}
