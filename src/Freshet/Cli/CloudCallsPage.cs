using System.Text;
using Freshet.Terraform.Mapping;

namespace Freshet.Cli;

/// <summary>Prints <c>docs/cloud-calls.md</c> from the mapping files that are built in.</summary>
internal static class CloudCallsPage
{
    private const string Introduction = """
        # Cloud calls

        Printed by `./do docs` from [data/](../data); edit those files instead.

        What calls in the clouds' audit logs change, in Terraform's words. A call that stands nowhere here and does not merely read is drift
        too, told with its name and without an attribute. The attributes in brackets are those whose change can be told; for one with `?`
        the record does not tell the new value. A file of your own, in the form of these, adds calls or replaces them.

        """;

    public static string Print(ApiCallMap map)
    {
        var page = new StringBuilder(Introduction);
        Write(page, map, CloudProvider.Aws, "AWS");
        Write(page, map, CloudProvider.Gcp, "GCP");
        Write(page, map, CloudProvider.Azure, "Azure");
        return page.ToString().TrimEnd() + "\n";
    }

    private static void Write(
        StringBuilder page,
        ApiCallMap map,
        CloudProvider provider,
        string heading
    )
    {
        var calls = map.Calls(provider).ToList();
        page.Append($"\n## {heading}\n\n{calls.Count} calls.\n");
        page.Append($"\nThese merely read: {Code(map.ReadOnlyPatterns(provider))}");
        var names = map.ReadOnlyNames(provider)
            .Select(known => known.Service == "*" ? known.Name : $"{known.Service} {known.Name}")
            .ToList();
        page.Append(names.Count == 0 ? ".\n" : $";\nand {Code(names)}.\n");
        foreach (var group in calls.GroupBy(call => call.Group))
        {
            var source = group.First().Service;
            page.Append($"\n### {map.TitleOf(provider, group.Key)}\n\n`{source}`\n\n");
            page.Append("| call | changes |\n|---|---|\n");
            foreach (var call in group)
            {
                var changes = call.Changes.Select(Describe);
                page.Append($"| `{call.Name}` | {string.Join("; ", changes)} |\n");
            }
        }
    }

    private static string Describe(CallEffect change)
    {
        var action = change.Action.ToString().ToLowerInvariant();
        var attributes = change.Attributes.Select(attribute =>
            attribute.Attribute + (attribute.IsReadable ? "" : "?")
        );
        var told = change.Attributes.Count == 0 ? "" : $" ({string.Join(", ", attributes)})";
        return $"{action} {Code(change.Types)}{told}";
    }

    private static string Code(IEnumerable<string> names) =>
        string.Join(", ", names.Select(name => $"`{name}`"));
}
