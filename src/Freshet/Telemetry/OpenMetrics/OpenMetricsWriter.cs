using System.Globalization;
using Freshet.Telemetry.Readings;

namespace Freshet.Telemetry.OpenMetrics;

/// <summary>
/// Writes families in the text format of OpenMetrics 1.0.0, or the older one of Prometheus, which differs in what stands around the samples. No sample has a time or an
/// exemplar, and no <c>_created</c> is written: none of that is known without keeping it for each series.
/// </summary>
/// <param name="text">Where to.</param>
/// <param name="format">Which of the two.</param>
internal sealed class OpenMetricsWriter(PooledText text, ExpositionFormat format)
{
    private readonly bool isOpen = format == ExpositionFormat.OpenMetrics;

    /// <summary>Writes a family: nothing where it has no series. Each is to be written once, with all its series.</summary>
    public void Write(MetricFamily family)
    {
        if (family.Series.Count == 0)
        {
            return;
        }
        WriteHead(family);
        var labels = family.Series.Select(LabelsOf).ToArray();
        var order = Enumerable.Range(0, labels.Length).ToArray();
        Array.Sort(order, (a, b) => Compare(labels[a], labels[b]));
        foreach (var i in order)
        {
            if (family.Kind == FamilyKind.Histogram)
            {
                WriteHistogram(family, labels[i], family.Series[i]);
            }
            else
            {
                WriteSample(family, labels[i], family.Series[i]);
            }
        }
    }

    /// <summary>To be called once, after the last family.</summary>
    public void End()
    {
        if (isOpen)
        {
            text.Add("# EOF\n"u8);
        }
    }

    private void WriteHead(MetricFamily family)
    {
        WriteComment("TYPE"u8, family);
        text.Add(
            family.Kind switch
            {
                FamilyKind.Counter => "counter\n"u8,
                FamilyKind.Histogram => "histogram\n"u8,
                FamilyKind.Info when isOpen => "info\n"u8,
                _ => "gauge\n"u8,
            }
        );
        if (isOpen && family.Unit.Length > 0)
        {
            WriteComment("UNIT"u8, family);
            text.Add(family.Unit);
            text.Add((byte)'\n');
        }
        if (family.Help.Length > 0)
        {
            WriteComment("HELP"u8, family);
            // The older format knows no escaped quotes there.
            WriteEscaped(family.Help, escapesQuotes: isOpen);
            text.Add((byte)'\n');
        }
    }

    /// <summary>In the older format what is commented on is the name of the samples.</summary>
    private void WriteComment(ReadOnlySpan<byte> keyword, MetricFamily family)
    {
        text.Add("# "u8);
        text.Add(keyword);
        text.Add((byte)' ');
        text.Add(family.Name);
        if (!isOpen)
        {
            text.Add(Suffix(family.Kind));
        }
        text.Add((byte)' ');
    }

    private static ReadOnlySpan<byte> Suffix(FamilyKind kind) =>
        kind switch
        {
            FamilyKind.Counter => "_total"u8,
            FamilyKind.Info => "_info"u8,
            _ => default,
        };

    private void WriteSample(MetricFamily family, Label[] labels, SeriesReading series)
    {
        WriteName(family, Suffix(family.Kind), labels);
        if (family.IsFractional)
        {
            text.Add(series.Sum);
        }
        else
        {
            text.Add(series.Value);
        }
        text.Add((byte)'\n');
    }

    private void WriteHistogram(MetricFamily family, Label[] labels, SeriesReading series)
    {
        var count = 0L;
        for (var i = 0; i < series.Counts.Count; i++)
        {
            count += series.Counts[i];
            WriteName(
                family,
                "_bucket"u8,
                labels,
                i < family.Bounds.Count ? family.Bounds[i] : double.PositiveInfinity
            );
            text.Add(count);
            text.Add((byte)'\n');
        }
        // What the buckets sum up to, and not what was counted beside them: measurements go on meanwhile.
        WriteName(family, "_count"u8, labels);
        text.Add(count);
        text.Add((byte)'\n');
        WriteName(family, "_sum"u8, labels);
        text.Add(series.Sum);
        text.Add((byte)'\n');
    }

    /// <summary>Writes the name of a sample, its labels, and the space behind them.</summary>
    private void WriteName(
        MetricFamily family,
        ReadOnlySpan<byte> suffix,
        Label[] labels,
        double? bound = null
    )
    {
        text.Add(family.Name);
        text.Add(suffix);
        var separator = (byte)'{';
        foreach (var (name, value) in labels)
        {
            text.Add(separator);
            text.Add(name);
            text.Add("=\""u8);
            WriteEscaped(value, escapesQuotes: true);
            text.Add((byte)'"');
            separator = (byte)',';
        }
        if (bound is { } end)
        {
            text.Add(separator);
            text.Add("le=\""u8);
            text.Add(end);
            // As a label it is text, which the standard wants to be the same whoever wrote it.
            if (double.IsInteger(end))
            {
                text.Add(".0"u8);
            }
            text.Add((byte)'"');
            separator = (byte)',';
        }
        text.Add(separator == ',' ? "} "u8 : " "u8);
    }

    private void WriteEscaped(ReadOnlySpan<char> value, bool escapesQuotes)
    {
        while (true)
        {
            var at = escapesQuotes
                ? value.IndexOfAny('\\', '\n', '"')
                : value.IndexOfAny('\\', '\n');
            if (at < 0)
            {
                text.Add(value);
                return;
            }
            text.Add(value[..at]);
            text.Add(
                value[at] switch
                {
                    '\n' => "\\n"u8,
                    '"' => "\\\""u8,
                    _ => "\\\\"u8,
                }
            );
            value = value[(at + 1)..];
        }
    }

    private static Label[] LabelsOf(SeriesReading series) =>
        [.. series.Tags.Select(tag => new Label(MetricName.Label(tag.Key), TextOf(tag.Value)))];

    private static string TextOf(object? value) =>
        value switch
        {
            string text => text,
            bool isSet => isSet ? "true" : "false",
            _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
        };

    private static int Compare(Label[] one, Label[] other)
    {
        for (var i = 0; i < Math.Min(one.Length, other.Length); i++)
        {
            var order = string.CompareOrdinal(one[i].Name, other[i].Name);
            order = order != 0 ? order : string.CompareOrdinal(one[i].Value, other[i].Value);
            if (order != 0)
            {
                return order;
            }
        }
        return one.Length.CompareTo(other.Length);
    }

    private readonly record struct Label(string Name, string Value);
}
