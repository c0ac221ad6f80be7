using System.Text.RegularExpressions;
using Freshet.Telemetry.OpenMetrics;

namespace Freshet.Tests.Examples;

/// <summary>
/// The names in an expression of PromQL, held against what the server tells. It reads what the examples have: selectors, functions, operators, and aggregations with their labels
/// in front.
/// </summary>
internal sealed partial class PromQuery
{
    /// <summary>What Prometheus adds to every series, and what it says of targets itself.</summary>
    private static readonly string[] ScrapeLabels = ["instance", "job"];

    private const string TargetIsUp = "up";

    private static readonly HashSet<string> Words =
    [
        "by",
        "without",
        "and",
        "or",
        "unless",
        "offset",
        "on",
        "ignoring",
        "group_left",
        "group_right",
        "bool",
    ];

    private static readonly Dictionary<string, DescribedMetric> Metrics = (
        from metric in DescribedMetric.All()
        from sample in metric.Samples
        select (sample, metric)
    ).ToDictionary(pair => pair.sample, pair => pair.metric);

    private readonly HashSet<string> allowed = [.. ScrapeLabels];

    /// <param name="expression">The expression.</param>
    public PromQuery(string expression)
    {
        var left = Text().Replace(expression, "''");
        left = Duration().Replace(left, "");
        var groupings = new List<string>();
        left = Grouping()
            .Replace(
                left,
                match =>
                {
                    groupings.AddRange(
                        Name().Matches(match.Groups[1].Value).Select(one => one.Value)
                    );
                    return " ";
                }
            );
        left = Selector().Replace(left, ReadSelector);
        foreach (Match match in NameOutside().Matches(left))
        {
            var (name, isCalled) = (match.Groups[1].Value, match.Groups[2].Length > 0);
            if (!isCalled && !Words.Contains(name))
            {
                Take(name);
            }
        }
        Faults.AddRange(
            groupings
                .Where(label => !allowed.Contains(label))
                .Select(label => $"no label {label} in {expression}")
        );
    }

    /// <summary>What it asks for.</summary>
    public List<string> Named { get; } = [];

    /// <summary>What the server does not have of it.</summary>
    public List<string> Faults { get; } = [];

    /// <summary>Whether what comes of it may have that label.</summary>
    public bool MayHave(string label) => allowed.Contains(label);

    private string ReadSelector(Match match)
    {
        var name = match.Groups[1].Value;
        Take(name);
        var labels = LabelsOf(name);
        Faults.AddRange(
            Matcher()
                .Matches(match.Groups[2].Value)
                .Select(matcher => matcher.Groups[1].Value)
                .Where(label => !labels.Contains(label))
                .Select(label => $"{name} has no label {label}")
        );
        return " ";
    }

    private void Take(string name)
    {
        Named.Add(name);
        if (name != TargetIsUp && !Metrics.ContainsKey(name))
        {
            Faults.Add($"no metric {name}");
        }
        allowed.UnionWith(LabelsOf(name));
    }

    private static HashSet<string> LabelsOf(string name)
    {
        HashSet<string> labels = [.. ScrapeLabels];
        if (Metrics.TryGetValue(name, out var metric))
        {
            labels.UnionWith(metric.Labels);
            if (name.EndsWith("_bucket", StringComparison.Ordinal))
            {
                labels.Add("le");
            }
        }
        return labels;
    }

    [GeneratedRegex(
        """
            "(?:[^"\\]|\\.)*"
            """
    )]
    private static partial Regex Text();

    [GeneratedRegex(@"\[[^\]]*\]|\boffset\s+\w+")]
    private static partial Regex Duration();

    [GeneratedRegex(@"\b(?:by|without|on|ignoring|group_left|group_right)\s*\(([^)]*)\)")]
    private static partial Regex Grouping();

    [GeneratedRegex(@"([a-zA-Z_:][\w:]*)\s*\{([^}]*)\}")]
    private static partial Regex Selector();

    [GeneratedRegex(@"([a-zA-Z_]\w*)\s*(?:=~|!~|!=|=)")]
    private static partial Regex Matcher();

    [GeneratedRegex(@"\b[a-zA-Z_]\w*")]
    private static partial Regex Name();

    [GeneratedRegex(@"(?<![\w.])([a-zA-Z_:][\w:]*)(\s*\()?")]
    private static partial Regex NameOutside();
}
