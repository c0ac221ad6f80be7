using System.Globalization;
using System.Text;

namespace Freshet.Tests.Telemetry.OpenMetrics;

/// <summary>A sample as a reader of the text formats finds it.</summary>
internal sealed record ScrapedSample(
    string Name,
    IReadOnlyDictionary<string, string> Labels,
    string Number
)
{
    public double Value =>
        Number switch
        {
            "+Inf" => double.PositiveInfinity,
            "-Inf" => double.NegativeInfinity,
            _ => double.Parse(Number, NumberStyles.Float, CultureInfo.InvariantCulture),
        };
}

/// <summary>
/// Reads the text formats of Prometheus and OpenMetrics, strictly and apart from what writes them: a line that neither has throws <see cref="FormatException"/>.
/// </summary>
internal sealed class ScrapedText
{
    private readonly List<ScrapedSample> samples = [];
    private readonly List<(string Keyword, string Name, string Text)> comments = [];

    public ScrapedText(string text)
    {
        if (text.Length > 0 && text[^1] != '\n')
        {
            throw new FormatException("the last line has no end");
        }
        foreach (var line in text.Split('\n')[..^1])
        {
            Read(line);
        }
    }

    public IReadOnlyList<ScrapedSample> Samples => samples;

    public IReadOnlyList<(string Keyword, string Name, string Text)> Comments => comments;

    /// <summary>Whether OpenMetrics' end is where it has to be.</summary>
    public bool HasEnd { get; private set; }

    /// <summary>The value of the sample that has these labels, or more; null where there is none.</summary>
    public double? Find(string name, params (string Name, string Value)[] labels)
    {
        var found = samples.FindAll(sample =>
            sample.Name == name
            && labels.All(label =>
                sample.Labels.TryGetValue(label.Name, out var value) && value == label.Value
            )
        );
        return found.Count switch
        {
            0 => null,
            1 => found[0].Value,
            _ => throw new FormatException($"{found.Count} samples of {name}"),
        };
    }

    private void Read(string line)
    {
        if (HasEnd)
        {
            throw new FormatException("there is more after the end");
        }
        if (line == "# EOF")
        {
            HasEnd = true;
        }
        else if (line.StartsWith("# ", StringComparison.Ordinal))
        {
            var parts = line.Split(' ', 4);
            comments.Add((parts[1], parts[2], Unescape(parts[3])));
        }
        else
        {
            samples.Add(ReadSample(line));
        }
    }

    private static ScrapedSample ReadSample(string line)
    {
        var at = 0;
        var name = ReadName(line, ref at, hasColons: true);
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        if (At(line, at) == '{')
        {
            do
            {
                at++;
                var label = ReadName(line, ref at, hasColons: false);
                Expect(line, ref at, '=');
                if (!labels.TryAdd(label, ReadQuoted(line, ref at)))
                {
                    throw new FormatException($"{label} twice: {line}");
                }
            } while (At(line, at) == ',');
            Expect(line, ref at, '}');
        }
        Expect(line, ref at, ' ');
        return new(name, labels, line[at..]);
    }

    private static string ReadName(string line, ref int at, bool hasColons)
    {
        var start = at;
        while (
            char.IsAsciiLetter(At(line, at))
            || At(line, at) == '_'
            || (hasColons && At(line, at) == ':')
            || (at > start && char.IsAsciiDigit(At(line, at)))
        )
        {
            at++;
        }
        return at > start ? line[start..at] : throw new FormatException($"no name: {line}");
    }

    private static string ReadQuoted(string line, ref int at)
    {
        Expect(line, ref at, '"');
        var start = at;
        while (At(line, at) != '"')
        {
            at += At(line, at) == '\\' ? 2 : 1;
            if (at >= line.Length)
            {
                throw new FormatException($"no end of a value: {line}");
            }
        }
        return Unescape(line[start..at++]);
    }

    private static string Unescape(string text)
    {
        var plain = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            plain.Append(
                text[i] != '\\'
                    ? text[i]
                    : text[++i] switch
                    {
                        'n' => '\n',
                        '"' => '"',
                        '\\' => '\\',
                        _ => throw new FormatException($"unknown escape: {text}"),
                    }
            );
        }
        return plain.ToString();
    }

    private static void Expect(string line, ref int at, char letter)
    {
        if (At(line, at++) != letter)
        {
            throw new FormatException($"no {letter} at {at}: {line}");
        }
    }

    private static char At(string line, int at) => at < line.Length ? line[at] : '\0';
}
