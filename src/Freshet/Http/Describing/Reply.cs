using Freshet.Http.Headers;
using Microsoft.AspNetCore.Http;

namespace Freshet.Http.Describing;

/// <summary>One of the answers that an operation may have.</summary>
/// <param name="Status">Its status.</param>
/// <param name="Description">When it is given, in CommonMark.</param>
internal sealed record Reply(int Status, string Description)
{
    /// <summary>Where the schema of problem details is in the document.</summary>
    public const string ProblemSchema = """{"$ref":"#/components/schemas/Problem"}""";

    /// <summary>The type of its body; null where it has none.</summary>
    public string? MediaType { get; init; }

    /// <summary>The JSON schema of its body; null where there is nothing to say.</summary>
    public string? Schema { get; init; }

    /// <summary>Headers that it may have, and what for.</summary>
    public Dictionary<string, string> Headers { get; init; } = [];

    /// <summary>Whether a HEAD is answered like this too.</summary>
    public bool IsForHead { get; init; } = true;

    /// <summary>Problem details (RFC 9457).</summary>
    public static Reply Problem(int status, string description) =>
        new(status, description) { MediaType = "application/problem+json", Schema = ProblemSchema };

    /// <summary>503, and when to come back.</summary>
    public static Reply Unavailable(string description) =>
        Problem(StatusCodes.Status503ServiceUnavailable, description) with
        {
            Headers = new() { ["Retry-After"] = "When to come back, in seconds." },
        };

    /// <summary>What is answered to requests that do not hold to the rules; none where there are no rules.</summary>
    public static IEnumerable<Reply> Refusals(HeaderRules rules) =>
        rules.Count == 0
            ? []
            :
            [
                Problem(
                    StatusCodes.Status401Unauthorized,
                    "A header that a rule asks for is not there."
                ) with
                {
                    Headers = new() { ["WWW-Authenticate"] = "Which header." },
                },
                Problem(StatusCodes.Status403Forbidden, "A header is not what a rule asks for."),
            ];
}
