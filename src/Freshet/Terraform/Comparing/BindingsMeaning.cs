using System.Text.Json;

namespace Freshet.Terraform.Comparing;

/// <summary>
/// What an allow policy of Google's IAM means: who has which role, under which condition. The order of bindings and of their members does not matter, nor in how many
/// bindings a role's members stand. The <c>etag</c> tells which version was read before, and the policy's <c>version</c> follows from its conditions.
/// </summary>
internal static class BindingsMeaning
{
    public static bool Applies(JsonElement document) =>
        document.ValueKind == JsonValueKind.Object
        && document.TryGetProperty("bindings"u8, out var bindings)
        && bindings.ValueKind == JsonValueKind.Array
        && bindings.EnumerateArray().All(binding => binding.ValueKind == JsonValueKind.Object);

    public static string Of(JsonElement policy) =>
        DocumentMeaning.Members(
            policy
                .EnumerateObject()
                .Where(member => member.Name is not ("etag" or "version"))
                .Select(member =>
                    (
                        member.Name,
                        member.Name == "bindings"
                            ? DocumentMeaning.Set(
                                member.Value.EnumerateArray().SelectMany(GrantsOf)
                            )
                            : DocumentMeaning.Of(member.Value)
                    )
                )
        );

    /// <summary>A binding as grants of one member each; one without members grants nothing.</summary>
    private static IEnumerable<string> GrantsOf(JsonElement binding)
    {
        var terms = DocumentMeaning.Members(
            binding
                .EnumerateObject()
                .Where(part => part.Name != "members" && part.Value.ValueKind != JsonValueKind.Null)
                .Select(part => (part.Name, DocumentMeaning.Of(part.Value)))
        );
        if (!binding.TryGetProperty("members"u8, out var members))
        {
            return [];
        }
        return members.ValueKind == JsonValueKind.Array
            ? members.EnumerateArray().Select(member => DocumentMeaning.Of(member) + terms)
            : [DocumentMeaning.Of(members) + terms];
    }
}
