namespace Freshet.Vrl.Stdlib.Objects.DatadogSearch;

/// <summary>
/// Reads the search syntax of Datadog. A term ends where its field, its value or the query ends; terms that follow one another without fields are one text.
/// AND binds closer than OR, and stands between parts that nothing stands between.
/// </summary>
internal sealed class QueryParser
{
    public const string DefaultField = "_default_";
    private const string ExistsField = "_exists_";
    private const string MissingField = "_missing_";

    /// <summary>How deep parentheses go.</summary>
    private const int DeepestNesting = 128;

    private readonly QueryScanner scanner;

    private QueryParser(string query) => scanner = new QueryScanner(query);

    /// <summary>Reads a query. An empty one asks nothing, so that every event will do.</summary>
    public static bool TryParse(string query, out SearchNode node, out string error)
    {
        node = new AllNode();
        error = "";
        if (string.IsNullOrWhiteSpace(query))
        {
            return true;
        }
        var parser = new QueryParser(query);
        if (parser.Query(DefaultField, DeepestNesting) is { } whole)
        {
            parser.scanner.SkipSpace();
            if (parser.scanner.IsAtEnd)
            {
                node = whole;
                return true;
            }
        }
        error = $"the query cannot be read beyond its character {parser.scanner.Furthest + 1}";
        return false;
    }

    private SearchNode? Query(string field, int depth)
    {
        var alternatives = new List<SearchNode>();
        var parts = new List<SearchNode>();
        if ((Terms(field) ?? Modified(field, depth)) is not { } first)
        {
            return null;
        }
        parts.Add(first);
        while (true)
        {
            var start = scanner.At;
            scanner.SkipSpace();
            if (Terms(field) is { } terms)
            {
                parts.Add(terms);
                continue;
            }
            var conjunction = scanner.TakeConjunction();
            scanner.SkipSpace();
            if (Modified(field, depth) is not { } part)
            {
                scanner.At = start;
                break;
            }
            if (conjunction == Conjunction.Or)
            {
                alternatives.Add(All(parts));
                parts = [];
            }
            parts.Add(part);
        }
        alternatives.Add(All(parts));
        return alternatives.Count == 1 ? alternatives[0] : new OrNode(alternatives);
    }

    private static SearchNode All(List<SearchNode> parts) =>
        parts.Count == 1 ? parts[0] : new AndNode(parts);

    /// <summary>Terms in a row that no operator is about: one text.</summary>
    private TermNode? Terms(string field)
    {
        var terms = new List<string>();
        var end = scanner.At;
        while (scanner.TakeLooseTerm() is { } term)
        {
            terms.Add(Unescape(term));
            end = scanner.At;
            scanner.SkipSpace();
        }
        scanner.At = end;
        return terms.Count == 0 ? null : new TermNode(field, string.Join(' ', terms));
    }

    private SearchNode? Modified(string field, int depth)
    {
        var isNegated = scanner.TakeModifier();
        scanner.SkipSpace();
        var clause = Clause(field, depth);
        return clause is not null && isNegated ? new NotNode(clause) : clause;
    }

    private SearchNode? Clause(string outerField, int depth)
    {
        if (scanner.Take("*:*"))
        {
            return new AllNode();
        }
        var start = scanner.At;
        var field = scanner.TakeField() ?? outerField;
        scanner.SkipSpace();
        if (Value(field) is { } value)
        {
            return value;
        }
        if (depth > 0 && scanner.Take("("))
        {
            scanner.SkipSpace();
            var inner = Query(field, depth - 1);
            scanner.SkipSpace();
            if (inner is not null && scanner.Take(")"))
            {
                return inner;
            }
        }
        scanner.At = start;
        return null;
    }

    private SearchNode? Value(string field)
    {
        var attribute = Unescape(field);
        if (scanner.TakeStar())
        {
            return field == DefaultField ? new AllNode() : new WildcardNode(attribute, "*");
        }
        if (scanner.TakePhrase() is { } phrase)
        {
            return Term(field, Unescape(phrase));
        }
        if (scanner.TakePrefix() is { } prefix)
        {
            return new PrefixNode(attribute, Unescape(prefix));
        }
        if (Comparison(attribute) is { } comparison)
        {
            return comparison;
        }
        if (scanner.TakeRange() is var (lower, upper, withEnds))
        {
            return new RangeNode(
                attribute,
                Bound.From(Unescape(lower)),
                Bound.From(Unescape(upper)),
                withEnds
            );
        }
        if (scanner.TakeWholeTerm() is { } term)
        {
            return Term(field, Unescape(term));
        }
        return scanner.TakeWildcard() is { } pattern
            ? new WildcardNode(attribute, Unescape(pattern))
            : null;
    }

    private static SearchNode Term(string field, string text) =>
        field switch
        {
            ExistsField => new ExistsNode(text),
            MissingField => new MissingNode(text),
            _ => new TermNode(Unescape(field), text),
        };

    private ComparisonNode? Comparison(string attribute)
    {
        var start = scanner.At;
        if (scanner.TakeComparison() is { } comparison)
        {
            if (scanner.TakeNumber() is { } number)
            {
                return new(attribute, comparison, Bound.From(Unescape(number)));
            }
            if (scanner.TakeTerm() is { } term)
            {
                return new(attribute, comparison, Bound.FromText(Unescape(term)));
            }
        }
        scanner.At = start;
        return null;
    }

    /// <summary>The text without the backslashes that escape what is behind them.</summary>
    private static string Unescape(string text)
    {
        if (!text.Contains('\\', StringComparison.Ordinal))
        {
            return text;
        }
        var unescaped = new char[text.Length];
        var length = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\' && ++i == text.Length)
            {
                break;
            }
            unescaped[length++] = text[i];
        }
        return new string(unescaped, 0, length);
    }
}
