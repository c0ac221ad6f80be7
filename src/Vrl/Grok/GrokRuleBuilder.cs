using System.Text;

namespace Freshet.Vrl.Grok;

/// <summary>Turns a rule into a plain grok expression: aliases become what they stand for, filters are put aside.</summary>
internal sealed class GrokRuleBuilder(IReadOnlyDictionary<string, string> aliases)
{
    /// <summary>The longest expression that aliases may lead to, in characters.</summary>
    private const int MaxLength = 100_000;

    private readonly StringBuilder regex = new();
    private readonly Dictionary<string, RuleField> fields = new(StringComparer.Ordinal);
    private readonly Stack<string> open = [];

    /// <summary>What the rule became.</summary>
    public string Regex => regex.ToString();

    /// <summary>By the names that they have in the expression: <c>grok0</c>, <c>grok1</c>, …</summary>
    public IReadOnlyDictionary<string, RuleField> Fields => fields;

    /// <summary>What is wrong; empty if nothing is.</summary>
    public string Error { get; private set; } = "";

    /// <summary>Adds a rule, or the definition of an alias.</summary>
    public bool TryAdd(string rule)
    {
        var copied = 0;
        while (Find(rule, copied, out var start, out var end))
        {
            regex.Append(rule, copied, start - copied);
            copied = end;
            var text = rule[start..end];
            if (!GrokExpressionReader.TryRead(text, out var expression, out var error))
            {
                return Fail($"failed to parse grok expression '{text}': {error}");
            }
            if (!TryAdd(expression))
            {
                return false;
            }
            if (regex.Length > MaxLength)
            {
                return Fail($"failed to parse grok expression '{text}': it is too long");
            }
        }
        regex.Append(rule, copied, rule.Length - copied);
        return true;
    }

    private bool Fail(string error)
    {
        Error = error;
        return false;
    }

    /// <summary>Finds the next expression, <c>%{…}</c>, in which braces in quotes do not count.</summary>
    private static bool Find(string rule, int from, out int start, out int end)
    {
        for (
            start = rule.IndexOf("%{", from, StringComparison.Ordinal);
            start >= 0;
            start = rule.IndexOf("%{", start + 1, StringComparison.Ordinal)
        )
        {
            var isQuoted = false;
            for (end = start + 2; end < rule.Length; end++)
            {
                var c = rule[end];
                if (c == '\\' && isQuoted)
                {
                    end++;
                }
                else if (c == '"')
                {
                    isQuoted = !isQuoted;
                }
                else if (c == '}' && !isQuoted)
                {
                    break;
                }
            }
            if (end >= rule.Length)
            {
                // Nothing closes this one, and so nothing that begins behind it.
                break;
            }
            if (end > start + 2)
            {
                end++;
                return true;
            }
        }
        end = 0;
        return false;
    }

    private bool TryAdd(GrokExpression expression)
    {
        string? name = null;
        RuleField? field = null;
        if (expression.Path is { } path)
        {
            name = $"grok{fields.Count}";
            field = fields[name] = new RuleField(path);
            if (expression.Filter is { } call)
            {
                if (!GrokFilters.TryCreate(call, out var filter, out var error))
                {
                    return Fail(error);
                }
                field.Filters.Add(filter);
            }
        }
        var matcher = expression.Matcher;
        if (aliases.TryGetValue(matcher.Name, out var definition))
        {
            regex.Append(name is null ? "" : $"(?<{name}>");
            if (open.Contains(matcher.Name))
            {
                return Fail($"Circular dependency found in the alias '{open.Last()}'");
            }
            open.Push(matcher.Name);
            if (!TryAdd(definition))
            {
                return false;
            }
            open.Pop();
            regex.Append(name is null ? "" : ")");
            return true;
        }
        switch (matcher.Name)
        {
            case "regex" or "date" or "boolean":
                regex.Append(name is null ? "(?:" : $"(?<{name}>");
                if (!TryAddOwnRegex(matcher, field))
                {
                    return false;
                }
                regex.Append(')');
                return true;
            default:
                regex.Append("%{").Append(PatternOf(matcher.Name, field));
                regex.Append(name is null ? "}" : $":{name}}}");
                return true;
        }
    }

    /// <summary>The pattern that a matcher is, and the filter that comes with it.</summary>
    private static string PatternOf(string matcher, RuleField? field)
    {
        GrokFilter? filter = matcher switch
        {
            "integer" => GrokFilters.Integer,
            "integerExt" => GrokFilters.IntegerExtended,
            "number" or "numberExt" => GrokFilters.Number,
            _ => null,
        };
        if (filter is null)
        {
            return matcher;
        }
        field?.Filters.Insert(0, filter);
        return matcher + "Str";
    }

    private bool TryAddOwnRegex(GrokCall matcher, RuleField? field)
    {
        switch (matcher.Name)
        {
            case "regex" when matcher.TextAt(0) is { } own:
                regex.Append(own);
                return true;
            case "date"
                when matcher.Count <= 2
                    && matcher.TextAt(0) is { } format
                    && DateMatcher.TryCreate(format, matcher.TextAt(1), out var date):
                regex.Append(date.Regex);
                field?.Filters.Insert(0, date.Apply);
                return true;
            case "boolean":
                regex.Append("boolean");
                return true;
            default:
                return Fail($"invalid arguments for the function '{matcher.Name}'");
        }
    }
}
