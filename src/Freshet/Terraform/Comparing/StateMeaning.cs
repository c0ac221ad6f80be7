using System.Text.Json;
using Freshet.Terraform.Mapping;

namespace Freshet.Terraform.Comparing;

/// <summary>Whether two values mean the same that both have the form of a state: what a call made of an attribute, and what a newer state has there.</summary>
internal static class StateMeaning
{
    public static bool AreSame(
        ComparisonKind kind,
        CloudProvider provider,
        JsonElement one,
        JsonElement other
    )
    {
        if (SameValue.Are(one, other))
        {
            return true;
        }
        switch (kind)
        {
            case ComparisonKind.SecurityGroupRules:
                // Terraform may put into one rule what the call named one by one.
                return SecurityGroupComparison.ReadState(one, "") is { } rules
                    && SecurityGroupComparison.ReadState(other, "") is { } others
                    && Sources(rules).SetEquals(Sources(others));
            case ComparisonKind.Json:
                return DocumentComparison.TryOpen(one, out var document)
                    && DocumentComparison.TryOpen(other, out var counterpart)
                    && DocumentMeaning.Of(provider, document)
                        == DocumentMeaning.Of(provider, counterpart);
            case ComparisonKind.Text or ComparisonKind.Number or ComparisonKind.Boolean:
                return false;
            default:
                return Unordered(one) == Unordered(other);
        }
    }

    private static HashSet<RuleSource> Sources(List<StateRule> rules) =>
        [.. rules.SelectMany(rule => rule.Sources)];

    /// <summary>Blocks and sets are lists in a state, whose order means nothing; what is null or empty is as good as absent.</summary>
    private static string Unordered(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Object => DocumentMeaning.Members(
                value
                    .EnumerateObject()
                    .Where(member => !IsEmpty(member.Value))
                    .Select(member => (member.Name, Unordered(member.Value)))
            ),
            JsonValueKind.Array => DocumentMeaning.Set(value.EnumerateArray().Select(Unordered)),
            JsonValueKind.Undefined or JsonValueKind.Null => "",
            _ => DocumentMeaning.Of(value),
        };

    private static bool IsEmpty(JsonElement value) =>
        SameValue.IsNothing(value)
        || value.ValueKind == JsonValueKind.String && value.ValueEquals("")
        || value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == 0;
}
