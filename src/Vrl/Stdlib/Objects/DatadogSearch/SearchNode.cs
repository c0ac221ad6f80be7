namespace Freshet.Vrl.Stdlib.Objects.DatadogSearch;

/// <summary>What a query asks of an event. Attributes stand as they were written, without escapes: <c>@a.b</c>, <c>host</c>, <c>env</c>.</summary>
internal abstract record SearchNode;

/// <summary><c>*:*</c>: every event is meant.</summary>
internal sealed record AllNode : SearchNode;

/// <summary><c>a AND b</c>, <c>a b</c></summary>
internal sealed record AndNode(IReadOnlyList<SearchNode> Parts) : SearchNode;

/// <summary><c>a OR b</c></summary>
internal sealed record OrNode(IReadOnlyList<SearchNode> Parts) : SearchNode;

/// <summary><c>NOT a</c>, <c>-a</c></summary>
internal sealed record NotNode(SearchNode Inner) : SearchNode;

/// <summary><c>_exists_:a</c></summary>
internal sealed record ExistsNode(string Attribute) : SearchNode;

/// <summary><c>_missing_:a</c></summary>
internal sealed record MissingNode(string Attribute) : SearchNode;

/// <summary><c>a:text</c>, <c>a:"text"</c></summary>
internal sealed record TermNode(string Attribute, string Text) : SearchNode;

/// <summary><c>a:text*</c>; the text is without the star.</summary>
internal sealed record PrefixNode(string Attribute, string Text) : SearchNode;

/// <summary><c>a:t*xt</c></summary>
internal sealed record WildcardNode(string Attribute, string Pattern) : SearchNode;

/// <summary><c>a:>=1</c></summary>
internal sealed record ComparisonNode(string Attribute, Comparison Comparison, Bound Bound)
    : SearchNode;

/// <summary><c>a:[1 TO 5]</c>, with its ends, or <c>a:{1 TO 5}</c>, without.</summary>
internal sealed record RangeNode(string Attribute, Bound Lower, Bound Upper, bool WithEnds)
    : SearchNode;

internal enum Comparison
{
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}
