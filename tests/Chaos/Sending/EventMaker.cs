using System.Text;
using System.Text.Json;

namespace Freshet.Chaos.Sending;

/// <summary>
/// Makes events that are hard to pass on unchanged: three formats, text that looks like frames, escapes that a serialiser would write another way,
/// numbers that a double would not keep, ids that two producers share and ids that look like what Freshet makes of ids. None of them lacks anything that
/// Freshet would fill in, so that they must leave byte for byte as they came.
/// </summary>
internal sealed class EventMaker(string producer, Random random)
{
    private const string Source = "/chaos/main";
    private const string OtherSource = "/chaos/other";
    private const int LargeText = 150_000;

    private static readonly string[] Pieces =
    [
        "text",
        " ",
        "é",
        "漢字",
        "😀",
        "\\n",
        "\\r\\n\\r\\n",
        "\\\"",
        "\\\\",
        "\\/",
        "\\u00e9",
        "\\ud83d\\ude00",
        "\\u0000",
        "\u2028",
        "\u0085",
        "data: forged\\n\\nid: 1\\n\\n",
        "event: error",
        "</script>",
    ];

    private static readonly string[] Numbers =
    [
        "0",
        "-0",
        "1.0",
        "1e2",
        "1E+2",
        "0.1000",
        "12345678901234567890123",
        "-1.5e-300",
        "3.141592653589793238",
    ];

    private int count;
    private string previousId = "";

    /// <summary>The next event, JSON on one line.</summary>
    public (string Id, byte[] Json) Next()
    {
        var source = Source;
        var id = $"{producer}-{++count}";
        switch (random.Next(50))
        {
            case 0 when previousId.Length > 0:
                // Another's event of the same id is another event.
                (id, source) = (previousId, OtherSource);
                break;
            case 1:
                id += "#2";
                break;
            case 2:
                id += $"@{count}";
                break;
            case 3:
                id += "\n";
                break;
            case 4:
                id += "%0A";
                break;
            case 5:
                id += " \"ключ\", 漢字;";
                break;
            case 6:
                id += new string('x', 900);
                break;
        }
        previousId = source == Source ? id : "";
        return (id, Encoding.UTF8.GetBytes(Write(id, source)));
    }

    private string Write(string id, string source)
    {
        var named = $"\"id\":{JsonSerializer.Serialize(id)},\"source\":\"{source}\"";
        var time = $"2026-01-{random.Next(1, 29):00}T03:04:{random.Next(60):00}.{random.Next(10)}Z";
        var data = Value(depth: 0);
        return random.Next(3) switch
        {
            0 =>
                $$"""{{{named}},"type":"chaos.envelope","timestamp":"{{time}}","data":{{data}},"data2":{{Value(2)}}}""",
            1 =>
                $$"""{"specversion":"1.0",{{named}},"type":"chaos.cloudevent","time":"{{time}}","data":{{data}}}""",
            _ =>
                $$$"""{"context":{"version":"0.4.1",{{{named}}},"type":"dev.cdevents.service.deployed.0.1.1","timestamp":"{{{time}}}"},"subject":{"id":"s","type":"service","content":{{{data}}}}}""",
        };
    }

    private string Value(int depth) =>
        random.Next(depth > 2 ? 4 : 6) switch
        {
            0 => Numbers[random.Next(Numbers.Length)],
            1 => random.Next(2) == 0 ? "null" : "true",
            2 or 3 => Text(depth),
            4 => $"[{string.Join(',', Several(() => Value(depth + 1)))}]",
            _ =>
                $"{{{string.Join(',', Several(() => $"{Text(3)[..^1]}{random.Next()}\":{Value(depth + 1)}"))}}}",
        };

    private string Text(int depth)
    {
        var text = new StringBuilder("\"");
        foreach (var piece in Several(() => Pieces[random.Next(Pieces.Length)]))
        {
            text.Append(piece);
        }
        if (depth == 0 && random.Next(8) == 0)
        {
            text.Append('y', random.Next(LargeText));
        }
        return text.Append('"').ToString();
    }

    private IEnumerable<string> Several(Func<string> next)
    {
        for (var left = random.Next(5); left > 0; left--)
        {
            yield return next();
        }
    }
}
