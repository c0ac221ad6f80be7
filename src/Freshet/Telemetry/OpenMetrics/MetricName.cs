using System.Text;
using Freshet.Telemetry.Readings;

namespace Freshet.Telemetry.OpenMetrics;

/// <summary>
/// What OpenTelemetry calls something, as Prometheus calls it, by OpenTelemetry's "Prometheus and OpenMetrics Compatibility": whoever sends the same instruments by
/// OTLP to a Prometheus finds them under the same names.
/// </summary>
internal static class MetricName
{
    private static readonly Dictionary<string, string> Units = new(StringComparer.Ordinal)
    {
        ["d"] = "days",
        ["h"] = "hours",
        ["min"] = "minutes",
        ["s"] = "seconds",
        ["ms"] = "milliseconds",
        ["us"] = "microseconds",
        ["ns"] = "nanoseconds",
        ["By"] = "bytes",
        ["KiBy"] = "kibibytes",
        ["MiBy"] = "mebibytes",
        ["GiBy"] = "gibibytes",
        ["Cel"] = "celsius",
        ["%"] = "percent",
    };

    /// <summary>The name of the family without <c>_total</c>, and its unit, with which the name ends; empty where it has none.</summary>
    /// <param name="instrument">What the instrument is called.</param>
    /// <param name="unit">In what it measures, by UCUM. What stands in braces only says what is counted, and is left out.</param>
    /// <param name="kind">How it is read.</param>
    public static (string Name, string Unit) Family(
        string instrument,
        string unit,
        ReadingKind kind
    )
    {
        var name = Clean(instrument, isLabel: false);
        const string total = "_total";
        if (kind == ReadingKind.Counter && name.EndsWith(total, StringComparison.Ordinal))
        {
            name = name[..^total.Length];
        }
        var word = UnitWord(unit, kind);
        if (word.Length == 0)
        {
            return (name, "");
        }
        return name == word || name.EndsWith('_' + word, StringComparison.Ordinal)
            ? (name, word)
            : ($"{name}_{word}", word);
    }

    /// <summary>The name of a label.</summary>
    public static string Label(string tag) => Clean(tag, isLabel: true);

    private static string UnitWord(string unit, ReadingKind kind)
    {
        if (unit == "1")
        {
            return kind == ReadingKind.Gauge ? "ratio" : "";
        }
        if (unit.StartsWith('{'))
        {
            return "";
        }
        return Units.GetValueOrDefault(unit)
            ?? (unit.Length == 0 ? "" : Clean(unit, true).Trim('_'));
    }

    /// <summary>Letters, digits and single underscores, in a name of a metric colons too, and no digit in front; never empty.</summary>
    private static string Clean(string name, bool isLabel)
    {
        var clean = new StringBuilder(name.Length + 1);
        foreach (var letter in name)
        {
            var isKept = char.IsAsciiLetterOrDigit(letter) || (letter == ':' && !isLabel);
            if (isKept)
            {
                if (clean.Length == 0 && char.IsAsciiDigit(letter))
                {
                    clean.Append('_');
                }
                clean.Append(letter);
            }
            else if (clean.Length == 0 || clean[^1] != '_')
            {
                clean.Append('_');
            }
        }
        return clean.Length == 0 ? "_" : clean.ToString();
    }
}
