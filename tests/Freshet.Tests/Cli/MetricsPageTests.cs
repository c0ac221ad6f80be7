using System.Text.RegularExpressions;
using Freshet.Cli;
using Freshet.Telemetry.OpenMetrics;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Cli;

public sealed partial class MetricsPageTests
{
    [Fact]
    public void Page_in_docs_is_what_the_code_prints() =>
        File.ReadAllText(Path.Combine(Repository.Root, "docs", "metrics.md"))
            .ShouldBe(MetricsPage.Print(), "print it anew with ./do docs");

    [Fact]
    public void Every_metric_is_on_it_once_and_its_prose_names_no_other()
    {
        var page = MetricsPage.Print();
        var metrics = DescribedMetric.All();
        foreach (var metric in metrics)
        {
            var name = metric.Samples.Count == 1 ? metric.Samples[0] : metric.Family.Name;
            Regex.Count(page, $@"^\| `{name}`", RegexOptions.Multiline).ShouldBe(1, name);
        }

        var known = metrics
            .SelectMany(metric => metric.Samples.Concat(metric.Labels).Append(metric.Family.Name))
            .Append("freshet_token") // the name of a file
            .ToHashSet();
        Name()
            .Matches(page)
            .Select(match => match.Value)
            .Where(name => !known.Contains(name))
            .ShouldBeEmpty();
    }

    [GeneratedRegex(@"\b(freshet|process|dotnet)_\w+")]
    private static partial Regex Name();
}
