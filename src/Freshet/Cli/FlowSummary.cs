using Freshet.Pipelines;

namespace Freshet.Cli;

/// <summary>What a configuration does, for people: a line for each source up to the journal, one for each sink from there.</summary>
internal static class FlowSummary
{
    private const string Arrow = "→";

    public static void Write(Blueprint blueprint, TextWriter output)
    {
        var sources = blueprint
            .Sources.Select(plan =>
                (
                    From: Describe(plan.Name, plan.Type.Name, plan.Options, "POST"),
                    To: Flow([.. plan.TransformerRefs, "journal"])
                )
            )
            .Concat(
                blueprint.SourcesWithoutExtractor.Select(name =>
                    (From: $"{name} (no extractor)", To: "nothing")
                )
            )
            .ToList();
        // The arrows stand below each other, so that one sees at a glance what goes through what.
        var width = sources.Select(line => line.From.Length).DefaultIfEmpty().Max();
        foreach (var (from, to) in sources)
        {
            output.WriteLine($"{from.PadRight(width)} {Arrow} {to}");
        }
        foreach (var plan in blueprint.Sinks)
        {
            var end = Describe(plan.Name, plan.Type.Name, plan.Options, "GET");
            output.WriteLine(
                $"{"journal".PadRight(width)} {Arrow} {Flow([.. plan.TransformerRefs, end])}"
            );
        }
        if (blueprint.Disabled.Count > 0)
        {
            output.WriteLine($"off: {string.Join(", ", blueprint.Disabled)}");
        }
    }

    private static string Flow(IEnumerable<string> steps) => string.Join($" {Arrow} ", steps);

    private static string Describe(string name, string type, object options, string method) =>
        options is IHttpOptions http
            ? $"{name} ({type}: {string.Join(", ", http.Paths.Select(path => $"{method} {path}"))})"
            : $"{name} ({type})";
}
