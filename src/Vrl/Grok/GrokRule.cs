using System.Diagnostics.CodeAnalysis;
using Freshet.Vrl.Runtime;
using Freshet.Vrl.Syntax;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Grok;

/// <summary>A rule of Datadog's dialect: a grok expression that the whole text must match, and what is made of its fields.</summary>
internal sealed class GrokRule
{
    private readonly GrokPattern pattern;
    private readonly IReadOnlyDictionary<string, RuleField> fields;

    private GrokRule(GrokPattern pattern, IReadOnlyDictionary<string, RuleField> fields)
    {
        this.pattern = pattern;
        this.fields = fields;
    }

    /// <summary>Reads a rule.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="aliases">Rules that it may name, which may name each other.</param>
    /// <param name="result">The rule.</param>
    /// <param name="error">What is wrong, in upstream's words; empty if nothing is.</param>
    public static bool TryParse(
        string rule,
        IReadOnlyDictionary<string, string> aliases,
        [NotNullWhen(true)] out GrokRule? result,
        out string error
    )
    {
        result = null;
        var builder = new GrokRuleBuilder(aliases);
        if (!builder.TryAdd(rule))
        {
            error = builder.Error;
            return false;
        }
        // In this dialect s is what Oniguruma writes as m, and it is set at first.
        var expression =
            @"(?m)\A"
            + builder
                .Regex.Replace("(?s)", "(?m)", StringComparison.Ordinal)
                .Replace("(?-s)", "(?-m)", StringComparison.Ordinal)
            + @"\z";
        if (!GrokPattern.TryParse(expression, GrokLibrary.Matchers, out var pattern, out error))
        {
            error = $"failed to parse grok expression '{expression}': {error}";
            return false;
        }
        result = new(pattern, builder.Fields);
        return true;
    }

    /// <summary>The fields of the text; null where the rule does not match.</summary>
    public VrlObject? Apply(string text, RunState run)
    {
        if (pattern.Match(text) is not { } match)
        {
            return null;
        }
        var parsed = Value.From(new VrlObject());
        foreach (var group in pattern.Fields)
        {
            var found = match.Group(group.Group);
            if (!found.Success || found.Length == 0)
            {
                continue;
            }
            if (!fields.TryGetValue(group.Name, out var field))
            {
                parsed.Object.Set(group.Name, found.Value);
            }
            else if (field.Filter(found.Value, run) is { } value)
            {
                Put(ref parsed, field, value);
            }
        }
        return WithoutEmpty(parsed).Object;
    }

    private static void Put(ref Value parsed, RuleField field, Value value)
    {
        if (field.Path.Count == 0)
        {
            // An object without a field is the result's own; anything else has no place.
            if (value.IsObject)
            {
                foreach (var (key, inner) in value.Object)
                {
                    parsed.Object.Set(key, inner);
                }
            }
            return;
        }
        PathKeys.Append(ref parsed, [.. field.Path.Select(name => new Segment(name))], value);
    }

    /// <summary>The value without what is null or an empty object in objects.</summary>
    private static Value WithoutEmpty(Value value)
    {
        if (value.IsArray)
        {
            var items = new VrlArray(value.Array.Count);
            foreach (var item in value.Array)
            {
                items.AddOwned(WithoutEmpty(item));
            }
            return Value.From(items);
        }
        if (!value.IsObject)
        {
            return value;
        }
        var kept = new VrlObject(value.Object.Count);
        foreach (var (key, inner) in value.Object)
        {
            var rest = WithoutEmpty(inner);
            if (!rest.IsNull && rest is not { IsObject: true, Object.Count: 0 })
            {
                kept.SetOwned(key, rest);
            }
        }
        return Value.From(kept);
    }
}

/// <summary>Where a match goes, and what is made of it before.</summary>
internal sealed class RuleField(IReadOnlyList<string> path)
{
    /// <summary>The names that lead to it; none for the result itself.</summary>
    public IReadOnlyList<string> Path => path;

    /// <summary>One after the other.</summary>
    public List<GrokFilter> Filters { get; } = [];

    /// <summary>What the filters make of the match; null where one fails, or makes null of it.</summary>
    public Value? Filter(Value value, RunState run)
    {
        foreach (var filter in Filters)
        {
            value = filter(value, run);
            if (value.IsFailure || value.IsNull)
            {
                return null;
            }
            if (value.IsObject)
            {
                value = PathKeys.Expand(value);
            }
        }
        return value;
    }
}
