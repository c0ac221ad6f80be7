using System.Text.Json;
using Freshet.Terraform.Mapping;

namespace Freshet.Terraform.Comparing;

/// <summary>
/// What a JSON document means, as one text for all that mean the same. The order of members does not matter, nor how a number is written; everything else does,
/// but in policies, which have rules of their own: <see cref="PolicyMeaning"/> and <see cref="BindingsMeaning"/>.
/// </summary>
internal static class DocumentMeaning
{
    public static string Of(CloudProvider provider, JsonElement document) =>
        provider switch
        {
            CloudProvider.Aws when PolicyMeaning.Applies(document) => PolicyMeaning.Of(document),
            CloudProvider.Gcp when BindingsMeaning.Applies(document) => BindingsMeaning.Of(
                document
            ),
            _ => Of(document),
        };

    public static string Of(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Object => Members(
                value.EnumerateObject().Select(member => (member.Name, Of(member.Value)))
            ),
            JsonValueKind.Array => $"[{string.Join(',', value.EnumerateArray().Select(Of))}]",
            JsonValueKind.String => Text(value.GetString()!),
            JsonValueKind.Number when ExactNumber.TryRead(value, out var number) =>
                number.ToString(),
            _ => value.GetRawText(),
        };

    /// <summary>A text, with its length, so that nothing in it looks like anything else.</summary>
    public static string Text(string text) => $"{text.Length}:{text}";

    public static string Members(IEnumerable<(string Name, string Meaning)> members) =>
        $"{{{string.Join(',', members.Select(member => Text(member.Name) + member.Meaning).Order(StringComparer.Ordinal))}}}";

    /// <summary>Without order and repetition.</summary>
    public static string Set(IEnumerable<string> meanings) =>
        $"<{string.Join(',', meanings.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))}>";

    /// <summary>One value, or a list of such without order.</summary>
    public static string OneOrMany(JsonElement value, Func<JsonElement, string> meaning) =>
        Set(StateForm.ItemsOf(value).Select(meaning));
}
