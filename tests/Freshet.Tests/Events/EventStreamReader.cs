using System.Text;

namespace Freshet.Tests.Events;

/// <summary>What a browser would hand to its page.</summary>
internal sealed record Dispatched(string Type, string Data, string LastEventId);

/// <summary>An event stream read by the letter of the HTML Living Standard, sections 9.2.5 and 9.2.6.</summary>
internal sealed class EventStreamReader
{
    private readonly StringBuilder data = new();
    private string type = "";
    private string idBuffer = "";

    public List<Dispatched> Events { get; } = [];
    public string LastEventId { get; private set; } = "";
    public long? Retry { get; private set; }

    public void Read(ReadOnlySpan<byte> stream)
    {
        var text = Encoding.UTF8.GetString(stream);
        text = text.StartsWith('\uFEFF') ? text[1..] : text;
        text = text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
        var lines = text.Split('\n');
        // What follows the last line end is no line yet.
        foreach (var line in lines[..^1])
        {
            Line(line);
        }
    }

    private void Line(string line)
    {
        if (line.Length == 0)
        {
            Dispatch();
            return;
        }
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        if (colon == 0)
        {
            return;
        }
        var field = colon < 0 ? line : line[..colon];
        var value = colon < 0 ? "" : line[(colon + 1)..];
        value = value.StartsWith(' ') ? value[1..] : value;
        switch (field)
        {
            case "event":
                type = value;
                break;
            case "data":
                data.Append(value).Append('\n');
                break;
            case "id" when !value.Contains('\0', StringComparison.Ordinal):
                idBuffer = value;
                break;
            case "retry" when value.All(char.IsAsciiDigit):
                Retry = long.Parse(value);
                break;
        }
    }

    private void Dispatch()
    {
        LastEventId = idBuffer;
        if (data.Length > 0)
        {
            data.Length--;
            Events.Add(
                new Dispatched(type.Length > 0 ? type : "message", data.ToString(), LastEventId)
            );
        }
        data.Clear();
        type = "";
    }
}
