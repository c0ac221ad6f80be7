using Freshet.Vrl.Values;

namespace Freshet.Vrl.Grok;

/// <summary>A matcher or filter by name: <c>date("yyyy", "UTC")</c>.</summary>
/// <param name="Name">Its name; that of an alias may have dots.</param>
/// <param name="Arguments">What is in parentheses: literals, and filters for filters that take one; null where there are no parentheses.</param>
internal sealed record GrokCall(string Name, IReadOnlyList<GrokArgument>? Arguments)
{
    /// <summary>The argument at that place as a text; null where it is none.</summary>
    public string? TextAt(int index) =>
        Arguments is { } all
        && index < all.Count
        && all[index] is { Call: null, Value.IsBytes: true } argument
            ? argument.Value.Text
            : null;

    public int Count => Arguments?.Count ?? 0;
}

/// <summary>An argument: a call, or else a literal.</summary>
internal sealed record GrokArgument(GrokCall? Call, Value Value);

/// <summary>An expression of Datadog's dialect: <c>%{matcher:field.path:filter(1)}</c>.</summary>
/// <param name="Matcher">What is to be matched.</param>
/// <param name="Path">The names that lead to the field; empty for the whole result, null where nothing is to be kept.</param>
/// <param name="Filter">What is made of the match; null for nothing.</param>
internal sealed record GrokExpression(
    GrokCall Matcher,
    IReadOnlyList<string>? Path,
    GrokCall? Filter
);
