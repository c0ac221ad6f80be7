using Microsoft.AspNetCore.Http;

namespace Freshet.Http.Headers;

/// <summary>What a rule, or all of them, say of a request.</summary>
internal enum HeaderOutcome
{
    /// <summary>Every rule holds.</summary>
    Accepted,

    /// <summary>A header that a rule needs is not there: 401.</summary>
    Missing,

    /// <summary>The header is there, and its value is not what the rule asks for: 403.</summary>
    Wrong,
}

/// <summary>The outcome, and the first rule in the document's order that did not hold. It never carries a header's value, so it may be logged.</summary>
/// <param name="Outcome">What was found.</param>
/// <param name="Header">The header that is missing or wrong; empty where all is well.</param>
/// <param name="Rule">The rule's type as configuration writes it; empty where all is well.</param>
internal readonly record struct HeaderVerdict(
    HeaderOutcome Outcome,
    string Header = "",
    string Rule = ""
)
{
    public static HeaderVerdict Accepted { get; } = new(HeaderOutcome.Accepted);

    public bool IsAccepted => Outcome == HeaderOutcome.Accepted;

    /// <summary>200, 401 or 403.</summary>
    public int StatusCode =>
        Outcome switch
        {
            HeaderOutcome.Missing => StatusCodes.Status401Unauthorized,
            HeaderOutcome.Wrong => StatusCodes.Status403Forbidden,
            _ => StatusCodes.Status200OK,
        };
}
