using Freshet.Http.Headers;
using Microsoft.Net.Http.Headers;

namespace Freshet.Http.Describing;

/// <summary>
/// What a header rule asks for, as OpenAPI says such things: that a header must be there is a parameter, what it must be is a security scheme. Nothing of
/// what was configured for its value is told.
/// </summary>
internal static class RuleDescription
{
    /// <summary>OpenAPI 3.1, section 4.8.12.1: parameters of these names are to be ignored.</summary>
    private static readonly string[] NoParameters =
    [
        HeaderNames.Accept,
        HeaderNames.ContentType,
        HeaderNames.Authorization,
    ];

    /// <summary>What it asks for, in words.</summary>
    public static string Words(HeaderRule rule) =>
        rule switch
        {
            ExistsRule => "must be there",
            MatchesRule => "must match a pattern",
            SignatureRule { SignatureOn.Headers.Count: > 0 } signature =>
                $"must be an HMAC-SHA256 ({Encoding(signature)}) of {string.Join(", ", signature.SignatureOn.Headers.Select(name => $"`{name}`"))} and the body",
            SignatureRule signature =>
                $"must be an HMAC-SHA256 ({Encoding(signature)}) of the body",
            _ => "must be a value that the sender was given",
        };

    /// <summary>The headers that must be there beside those of security schemes.</summary>
    public static IEnumerable<string> RequiredHeaders(HeaderRule rule) =>
        (
            rule switch
            {
                ExistsRule or MatchesRule => [rule.Header],
                SignatureRule signature => signature.SignatureOn.Headers,
                _ => Enumerable.Empty<string>(),
            }
        ).Where(IsParameter);

    /// <summary>The security scheme that it is; null where it is none.</summary>
    public static SecurityScheme? Scheme(HeaderRule rule) =>
        rule switch
        {
            ExistsRule or MatchesRule when IsParameter(rule.Header) => null,
            _ when Is(rule.Header, HeaderNames.Authorization) => Prefix(rule) switch
            {
                "Bearer " => SecurityScheme.Http("bearer"),
                "Basic " => SecurityScheme.Http("basic"),
                _ => SecurityScheme.Header(rule.Header),
            },
            ExistsRule or MatchesRule => null,
            _ => SecurityScheme.Header(rule.Header),
        };

    private static bool IsParameter(string header) =>
        !NoParameters.Contains(header, StringComparer.OrdinalIgnoreCase);

    private static string Encoding(SignatureRule rule) =>
        rule.SignatureEncoding.ToString().ToLowerInvariant();

    private static string Prefix(HeaderRule rule) =>
        rule switch
        {
            EqualsRule equals => equals.Prefix,
            SecretRule secret => secret.Prefix,
            _ => "",
        };

    private static bool Is(string header, string name) =>
        header.Equals(name, StringComparison.OrdinalIgnoreCase);
}
