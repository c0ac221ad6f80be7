using Freshet.Vrl.Runtime;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Objects.DatadogSearch;

/// <summary>Turns a query into a test of events: what can be computed from the query alone is computed once.</summary>
internal static class SearchFilter
{
    /// <summary>The test; null where an attribute is no path.</summary>
    public static Predicate<Value>? Compile(SearchNode node) =>
        node switch
        {
            AndNode(var parts) => UntilOneIs(false, parts),
            OrNode(var parts) => UntilOneIs(true, parts),
            NotNode(var inner) => Compile(inner) is { } test ? value => !test(value) : null,
            ExistsNode(var attribute) => InFields(attribute, Exists),
            MissingNode(var attribute) => InFields(attribute, Exists) is { } test
                ? value => !test(value)
                : null,
            TermNode(var attribute, var text) => InFields(attribute, field => Equal(field, text)),
            PrefixNode(var attribute, var text) => InFields(
                attribute,
                field => StartsWith(field, text)
            ),
            WildcardNode(var attribute, var pattern) => InFields(
                attribute,
                field => IsLike(field, pattern)
            ),
            ComparisonNode(var attribute, var comparison, var bound) => InFields(
                attribute,
                field => Compare(field, comparison, bound)
            ),
            RangeNode range => InFields(range.Attribute, field => IsIn(field, range)),
            _ => static _ => true,
        };

    /// <summary>Tests the parts in order; the first that gives <paramref name="decisive"/> decides.</summary>
    private static Predicate<Value>? UntilOneIs(bool decisive, IReadOnlyList<SearchNode> parts)
    {
        var tests = new Predicate<Value>[parts.Count];
        for (var i = 0; i < tests.Length; i++)
        {
            if (Compile(parts[i]) is not { } test)
            {
                return null;
            }
            tests[i] = test;
        }
        return value =>
        {
            foreach (var test in tests)
            {
                if (test(value) == decisive)
                {
                    return decisive;
                }
            }
            return !decisive;
        };
    }

    /// <summary>Tests what is in one of the fields that the attribute means; where a field is not there, its test fails.</summary>
    private static Predicate<Value>? InFields(
        string attribute,
        Func<SearchField, Predicate<Value>> testOf
    )
    {
        if (!SearchField.TryFind(attribute, out var fields))
        {
            return null;
        }
        var tests = fields.Select(field => (field.Path, Test: testOf(field))).ToArray();
        return value =>
        {
            foreach (var (path, test) in tests)
            {
                if (ValuePaths.TryGet(value, path, out var found) && test(found))
                {
                    return true;
                }
            }
            return false;
        };
    }

    private static Predicate<Value> Exists(SearchField field) =>
        field.IsTags ? static _ => false
        : field.Kind == SearchFieldKind.Tag
            ? InTags(tag =>
                tag.StartsWith(field.Name, StringComparison.Ordinal)
                && (tag.Length == field.Name.Length || tag[field.Name.Length] == ':')
            )
        : static _ => true;

    private static Predicate<Value> Equal(SearchField field, string text)
    {
        switch (field.Kind)
        {
            case SearchFieldKind.Text:
                var words = new StarPattern(text);
                return value => value.IsBytes && words.MatchesWords(value.Text);
            case SearchFieldKind.Tag:
                return HasElement($"{field.Name}:{text}");
            default:
                return field.IsTags ? HasElement(text) : value => TextOf(value) == text;
        }
    }

    private static Predicate<Value> StartsWith(SearchField field, string prefix)
    {
        switch (field.Kind)
        {
            case SearchFieldKind.Text:
                var words = new StarPattern(prefix + "*");
                return value => words.MatchesWords(TextOf(value));
            case SearchFieldKind.Tag:
                var start = $"{field.Name}:{prefix}";
                return InTags(tag => tag.StartsWith(start, StringComparison.Ordinal));
            default:
                return value => TextOf(value).StartsWith(prefix, StringComparison.Ordinal);
        }
    }

    private static Predicate<Value> IsLike(SearchField field, string pattern)
    {
        switch (field.Kind)
        {
            case SearchFieldKind.Text:
                var words = new StarPattern(pattern);
                return value => words.MatchesWords(TextOf(value));
            case SearchFieldKind.Tag:
                return InTags(new StarPattern($"{field.Name}:{pattern}").MatchesAll);
            default:
                var whole = new StarPattern(pattern);
                return value => whole.MatchesAll(TextOf(value));
        }
    }

    private static Predicate<Value> IsIn(SearchField field, RangeNode range)
    {
        var (lower, upper) = range.WithEnds
            ? (Comparison.GreaterOrEqual, Comparison.LessOrEqual)
            : (Comparison.Greater, Comparison.Less);
        if (range.Lower.IsOpen && range.Upper.IsOpen)
        {
            return Exists(field);
        }
        if (range.Lower.IsOpen)
        {
            return Compare(field, upper, range.Upper);
        }
        var isAbove = Compare(field, lower, range.Lower);
        if (range.Upper.IsOpen)
        {
            return isAbove;
        }
        var isBelow = Compare(field, upper, range.Upper);
        return value => isAbove(value) && isBelow(value);
    }

    private static Predicate<Value> Compare(SearchField field, Comparison comparison, Bound bound)
    {
        bool HoldsOf(string text) => Holds(comparison, KeyOrder.Compare(text, bound.Text));
        return field.Kind switch
        {
            SearchFieldKind.Attribute => value =>
                NumericOrder(value, bound.Value) is { } order
                    ? Holds(comparison, order)
                    : HoldsOf(TextOf(value)),
            // Upstream compares the values of all tags, whatever their names are.
            SearchFieldKind.Tag => InTags(tag =>
                tag.IndexOf(':', StringComparison.Ordinal) is var colon and >= 0
                && HoldsOf(tag[(colon + 1)..])
            ),
            _ => value => HoldsOf(TextOf(value)),
        };
    }

    /// <summary>How two numbers compare; null where one is none.</summary>
    private static int? NumericOrder(Value left, Value right) =>
        left.IsInteger && right.IsInteger ? left.Integer.CompareTo(right.Integer)
        : (left.IsInteger || left.IsFloat) && (right.IsInteger || right.IsFloat)
            ? left.Number.CompareTo(right.Number)
        : null;

    private static bool Holds(Comparison comparison, int order) =>
        comparison switch
        {
            Comparison.Less => order < 0,
            Comparison.LessOrEqual => order <= 0,
            Comparison.Greater => order > 0,
            _ => order >= 0,
        };

    private static Predicate<Value> HasElement(string element)
    {
        var wanted = Value.From(element);
        return value => value.IsArray && value.Array.Contains(wanted);
    }

    private static Predicate<Value> InTags(Predicate<string> test) =>
        value =>
        {
            if (value.IsArray)
            {
                foreach (var tag in value.Array)
                {
                    if (test(TextOf(tag)))
                    {
                        return true;
                    }
                }
            }
            return false;
        };

    private static string TextOf(Value value) => value.IsBytes ? value.Text : DisplayText.Of(value);
}
