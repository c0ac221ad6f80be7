using Freshet.Configuration;
using Freshet.Toml;
using Microsoft.AspNetCore.Http;

namespace Freshet.Http.Headers;

/// <summary>The rules that a request's headers must hold to, in the order of the document.</summary>
internal sealed class HeaderRules : IReadFromToml<HeaderRules>
{
    public HeaderRules(IReadOnlyList<HeaderRule> rules)
    {
        Rules = rules;
        NeedsBody = rules.Any(rule => rule.NeedsBody);
    }

    /// <summary>No rules: every request is accepted.</summary>
    public static HeaderRules None { get; } = new([]);

    public static string Shape =>
        "table of header → rule (or array of rules), or array of { header, rule }";

    /// <summary>Whether a rule covers the body: then <see cref="Check"/> must be given the bytes as they were sent.</summary>
    public bool NeedsBody { get; }

    /// <summary>The rules, in the order of the document.</summary>
    public IReadOnlyList<HeaderRule> Rules { get; }

    public int Count => Rules.Count;

    /// <summary>All that decides what they let pass, secrets included: never to be shown. Other rules have other terms.</summary>
    public IEnumerable<string> Terms =>
        from rule in Rules
        let terms = rule.Terms.ToList()
        from term in terms.Prepend($"{rule.Type} {terms.Count} {rule.Header.ToUpperInvariant()}")
        select term;

    public static HeaderRules? Read(TomlValue value, OptionsReader reader) =>
        HeaderRulesReader.Read(value, reader) is { } rules ? new(rules) : null;

    /// <summary>Whether the request may pass; else the first rule that does not hold, since the document's order is the order of the checks.</summary>
    /// <param name="headers">The request's headers.</param>
    /// <param name="body">The body's bytes as they were sent; may be empty where <see cref="NeedsBody"/> is false.</param>
    public HeaderVerdict Check(IHeaderDictionary headers, ReadOnlySpan<byte> body)
    {
        foreach (var rule in Rules)
        {
            var verdict = rule.Check(headers, body);
            if (!verdict.IsAccepted)
            {
                return verdict;
            }
        }
        return HeaderVerdict.Accepted;
    }
}
