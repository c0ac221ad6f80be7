using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using Freshet.Vrl.Runtime;
using Freshet.Vrl.Runtime.Regexes;
using Freshet.Vrl.Syntax;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Grok;

/// <summary>The filter <c>keyvalue</c>: every pair of a key and a value in the text becomes a field, numbers and the like as what they look like.</summary>
internal sealed class KeyValueFilter
{
    private static readonly (char Open, char Close)[] usualQuotes =
    [
        ('"', '"'),
        ('\'', '\''),
        ('<', '>'),
    ];

    private readonly VrlRegex pairs;
    private readonly (char Open, char Close)[] quotes;

    private KeyValueFilter(VrlRegex pairs, (char Open, char Close)[] quotes)
    {
        this.pairs = pairs;
        this.quotes = quotes;
    }

    /// <summary>Reads the arguments: what is between key and value, characters beside the usual in both, a pair of quotes, what is between pairs.</summary>
    public static bool TryCreate(GrokCall call, [NotNullWhen(true)] out KeyValueFilter? filter)
    {
        filter = null;
        var texts = new string?[4];
        for (var i = 0; i < Math.Min(call.Count, texts.Length); i++)
        {
            if (call.TextAt(i) is not { } text)
            {
                return false;
            }
            texts[i] = text;
        }
        var used = usualQuotes;
        if (texts[2] is { Length: > 0 } own)
        {
            if (own.Length != 2 || !own.All(char.IsAscii))
            {
                return false;
            }
            used = [(own[0], own[1])];
        }
        var (before, after) = (@"\s,;(\[{", @"\s,;)\]}");
        if (texts[3] is { } delimiters)
        {
            if (delimiters.Length == 0)
            {
                return false;
            }
            before = delimiters[..1];
            after = delimiters.Length > 1 ? delimiters[1..] : before;
        }
        var part = new StringBuilder("(");
        foreach (var (open, close) in used)
        {
            part.Append(
                CultureInfo.InvariantCulture,
                $"{Escape(open)}[^{Escape(open)}]+{Escape(close)}|"
            );
        }
        part.Append(@"[\w.\-_@").Append(texts[1]).Append("]+)");
        // What is before a pair is taken with it: the engine cannot look behind.
        var expression = $"(?:\\A|[{before}]){part}{texts[0] ?? "="}{part}(?:[{after}]|\\z)";
        if (!RustRegex.TryTranslate(expression, out var found, out _) || found.GroupNames.Count < 3)
        {
            return false;
        }
        filter = new(found, used);
        return true;
    }

    public Value Apply(Value value, RunState run)
    {
        if (!value.IsBytes)
        {
            return Value.Fail("the filter takes texts alone");
        }
        var fields = Value.From(new VrlObject());
        // What ends a pair may be what is before the next.
        foreach (var pair in pairs.MatchesThatTouch(value.Text))
        {
            Add(ref fields, pair);
        }
        return fields;
    }

    private void Add(ref Value fields, RegexMatch pair)
    {
        var key = pair.Group(1).Value.Trim();
        key = Unquote(key) ?? key;
        if (key.Length == 0 || key.Contains(' ', StringComparison.Ordinal))
        {
            return;
        }
        var value = Infer(pair.Group(2).Value.Trim().TrimEnd(','));
        if (!value.IsNull && value is not { IsBytes: true, Bytes.Length: 0 })
        {
            PathKeys.Append(ref fields, [new Segment(key)], value);
        }
    }

    /// <summary>The value that a text looks like. What only begins like null or a boolean is one, as upstream has it.</summary>
    private Value Infer(string text)
    {
        if (text.StartsWith("null", StringComparison.Ordinal))
        {
            return Value.Null;
        }
        if (text.StartsWith("true", StringComparison.Ordinal))
        {
            return true;
        }
        if (text.StartsWith("false", StringComparison.Ordinal))
        {
            return false;
        }
        if (
            GrokFilters.TryReadFloat(text, out var number)
            && !double.IsNaN(number)
            && (
                double.IsFinite(number)
                || text.Equals("inf", StringComparison.OrdinalIgnoreCase)
                || char.IsAsciiDigit(text[^1])
            )
        )
        {
            var whole = GrokFilters.Whole(number);
            // What looks octal and is not is no number.
            if (!(whole.IsInteger && text.StartsWith('0') && text.AsSpan().ContainsAny('8', '9')))
            {
                return whole;
            }
        }
        return (Unquote(text) ?? text).Trim();
    }

    private string? Unquote(string text)
    {
        foreach (var (open, close) in quotes)
        {
            if (text.StartsWith(open) && text.IndexOf(close, 1) is > 0 and var end)
            {
                return text[1..end];
            }
        }
        return null;
    }

    private static string Escape(char c) =>
        char.IsAsciiLetterOrDigit(c)
            ? c.ToString()
            : string.Create(CultureInfo.InvariantCulture, $"\\x{{{(int)c:X}}}");
}
