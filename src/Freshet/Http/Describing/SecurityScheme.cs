using System.Text.Json.Nodes;

namespace Freshet.Http.Describing;

/// <summary>What a client shows to be let in.</summary>
/// <param name="Type">OpenAPI's <c>type</c>: <c>http</c>, <c>apiKey</c> or <c>mutualTLS</c>.</param>
/// <param name="Value">The scheme of <c>Authorization</c>, or the name of the header or cookie; empty for <c>mutualTLS</c>.</param>
/// <param name="Place">Where an <c>apiKey</c> is: <c>header</c> or <c>cookie</c>.</param>
internal sealed record SecurityScheme(string Type, string Value, string Place = "header")
{
    public static SecurityScheme ClientCertificate { get; } = new("mutualTLS", "");

    public static SecurityScheme Http(string scheme) => new("http", scheme);

    /// <summary>A header of its own; its name is told in lower case, since case does not matter in it.</summary>
    public static SecurityScheme Header(string name) => new("apiKey", name.ToLowerInvariant());

    public static SecurityScheme Cookie(string name) => new("apiKey", name, "cookie");

    /// <summary>It as a Security Scheme Object.</summary>
    public JsonObject ToJson() =>
        Type switch
        {
            "http" => new() { ["type"] = Type, ["scheme"] = Value },
            "apiKey" => new()
            {
                ["type"] = Type,
                ["in"] = Place,
                ["name"] = Value,
            },
            _ => new() { ["type"] = Type },
        };

    /// <summary>What it is called in the document: of the characters that a name there may have, each other written as its code.</summary>
    public string Name =>
        Value.Length == 0
            ? Type
            : $"{Type}.{string.Concat(Value.Select(letter => IsPlain(letter) ? $"{letter}" : $"_{(int)letter:x2}"))}";

    private static bool IsPlain(char letter) => char.IsAsciiLetterOrDigit(letter) || letter == '-';
}
