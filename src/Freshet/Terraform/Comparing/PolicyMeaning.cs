using System.Text.Json;

namespace Freshet.Terraform.Comparing;

/// <summary>
/// What a policy of AWS means, by IAM's reference of policy elements: statements and the values in them are sets, one value needs no list, names of actions and of
/// condition keys are the same in any case, a condition's value is a text however it is written, an account is its root user's ARN, and a policy without a version is of
/// 2008-10-17. In a statement that allows, everybody is <c>*</c> as well as <c>{"AWS": "*"}</c>. Ids of statements count: a change of one is a change.
/// </summary>
internal static class PolicyMeaning
{
    private const int AccountDigits = 12;

    public static bool Applies(JsonElement document) =>
        document.ValueKind == JsonValueKind.Object && document.TryGetProperty("Statement"u8, out _);

    public static string Of(JsonElement policy)
    {
        var members = policy
            .EnumerateObject()
            .Where(member => member.Name != "Version")
            .Select(member =>
                (
                    member.Name,
                    member.Name == "Statement"
                        ? DocumentMeaning.OneOrMany(member.Value, StatementOf)
                        : DocumentMeaning.Of(member.Value)
                )
            );
        var version = policy.TryGetProperty("Version"u8, out var written)
            ? DocumentMeaning.Of(written)
            : DocumentMeaning.Text("2008-10-17");
        return DocumentMeaning.Members(members.Append(("Version", version)));
    }

    private static string StatementOf(JsonElement statement)
    {
        if (statement.ValueKind != JsonValueKind.Object)
        {
            return DocumentMeaning.Of(statement);
        }
        var allows =
            statement.TryGetProperty("Effect"u8, out var effect)
            && effect.ValueKind == JsonValueKind.String
            && effect.ValueEquals("Allow"u8);
        var members = new List<(string, string)>();
        foreach (var member in statement.EnumerateObject())
        {
            if (!IsEmpty(member))
            {
                members.Add((member.Name, ElementOf(member, allows)));
            }
        }
        return DocumentMeaning.Members(members);
    }

    /// <summary>An empty id, or a condition without conditions, is none.</summary>
    private static bool IsEmpty(JsonProperty element) =>
        element.Name switch
        {
            "Sid" => element.Value.ValueKind == JsonValueKind.String
                && element.Value.ValueEquals(""u8),
            "Condition" => element.Value.ValueKind == JsonValueKind.Object
                && element.Value.GetPropertyCount() == 0,
            _ => false,
        };

    private static string ElementOf(JsonProperty element, bool allows) =>
        element.Name switch
        {
            "Action" or "NotAction" => DocumentMeaning.OneOrMany(element.Value, ActionOf),
            "Resource" or "NotResource" => DocumentMeaning.OneOrMany(
                element.Value,
                DocumentMeaning.Of
            ),
            "Principal" => PrincipalOf(element.Value, allows),
            "NotPrincipal" => PrincipalOf(element.Value, isEverybodyAWS: false),
            "Condition" => ConditionOf(element.Value),
            _ => DocumentMeaning.Of(element.Value),
        };

    private static string ActionOf(JsonElement action) =>
        action.ValueKind == JsonValueKind.String
            ? DocumentMeaning.Text(action.GetString()!.ToUpperInvariant())
            : DocumentMeaning.Of(action);

    private static string PrincipalOf(JsonElement principal, bool isEverybodyAWS)
    {
        if (principal.ValueKind == JsonValueKind.Object)
        {
            return DocumentMeaning.Members(
                principal
                    .EnumerateObject()
                    .Select(kind =>
                        (
                            kind.Name,
                            DocumentMeaning.OneOrMany(
                                kind.Value,
                                kind.Name == "AWS" ? AccountOf : DocumentMeaning.Of
                            )
                        )
                    )
            );
        }
        var isEverybody =
            isEverybodyAWS
            && principal.ValueKind == JsonValueKind.String
            && principal.ValueEquals("*"u8);
        return isEverybody
            ? DocumentMeaning.Members([("AWS", DocumentMeaning.Set([DocumentMeaning.Text("*")]))])
            : DocumentMeaning.Of(principal);
    }

    private static string AccountOf(JsonElement principal)
    {
        var isAccount =
            principal.ValueKind == JsonValueKind.String
            && principal.GetString() is { Length: AccountDigits } id
            && id.All(char.IsAsciiDigit);
        return isAccount
            ? DocumentMeaning.Text($"arn:aws:iam::{principal.GetString()}:root")
            : DocumentMeaning.Of(principal);
    }

    private static string ConditionOf(JsonElement condition) =>
        MembersOf(
            condition,
            name => name,
            keys =>
                MembersOf(
                    keys,
                    KeyName,
                    values => DocumentMeaning.OneOrMany(values, ConditionValueOf)
                )
        );

    private static string MembersOf(
        JsonElement value,
        Func<string, string> name,
        Func<JsonElement, string> meaning
    ) =>
        value.ValueKind == JsonValueKind.Object
            ? DocumentMeaning.Members(
                value.EnumerateObject().Select(member => (name(member.Name), meaning(member.Value)))
            )
            : DocumentMeaning.Of(value);

    /// <summary>What follows a slash is a name of the user's own, such as a tag's, and stays.</summary>
    private static string KeyName(string key)
    {
        var slash = key.IndexOf('/', StringComparison.Ordinal);
        return slash < 0
            ? key.ToUpperInvariant()
            : string.Concat(key[..slash].ToUpperInvariant(), key.AsSpan(slash));
    }

    private static string ConditionValueOf(JsonElement value) =>
        StateForm.TextOf(value) is { } text
            ? DocumentMeaning.Text(text)
            : DocumentMeaning.Of(value);
}
