using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Grok;

/// <summary>Reads expressions of Datadog's dialect.</summary>
internal sealed class GrokExpressionReader
{
    /// <summary>How deep filters may be nested as arguments of filters.</summary>
    private const int MaxDepth = 32;

    private readonly string text;
    private int at;
    private string? error;

    private GrokExpressionReader(string text) => this.text = text;

    /// <summary>Reads one expression, <c>%{…}</c>, which is the whole text.</summary>
    /// <param name="text">The expression.</param>
    /// <param name="expression">What it says.</param>
    /// <param name="error">What is wrong, in upstream's words; empty if nothing is.</param>
    public static bool TryRead(
        string text,
        [NotNullWhen(true)] out GrokExpression? expression,
        out string error
    )
    {
        var reader = new GrokExpressionReader(text);
        expression = reader.Read();
        error = expression is null ? reader.error ?? $"invalid grok pattern: {text}" : "";
        return expression is not null;
    }

    private GrokExpression? Read()
    {
        if (!text.StartsWith("%{", StringComparison.Ordinal))
        {
            return null;
        }
        at = 2;
        if (ReadCall(MaxDepth) is not { } matcher)
        {
            return null;
        }
        List<string>? path = null;
        GrokCall? filter = null;
        if (TryTake(':'))
        {
            path = ReadPath();
            if (path is null)
            {
                return null;
            }
            if (TryTake(':'))
            {
                filter = ReadCall(MaxDepth);
                if (filter is null)
                {
                    return null;
                }
            }
            else if (path.Count == 0)
            {
                path = null;
            }
        }
        return TryTake('}') && Peek() == '\0' && at >= text.Length
            ? new(matcher, path, filter)
            : null;
    }

    private List<string>? ReadPath()
    {
        var path = new List<string>();
        while (true)
        {
            if (TryTake('['))
            {
                if (Peek() != '"' || ReadString() is not { } quoted || !TryTake(']'))
                {
                    return null;
                }
                path.Add(quoted);
                continue;
            }
            var hasDot = TryTake('.');
            if (!IsNameStart(Peek()))
            {
                return hasDot ? null : path;
            }
            var name = ReadName();
            if (name is "true" or "false" or "null")
            {
                return null;
            }
            path.Add(name);
        }
    }

    private GrokCall? ReadCall(int depth)
    {
        var name = new StringBuilder();
        do
        {
            if (!IsNameStart(Peek()))
            {
                return null;
            }
            var part = ReadName();
            if (part is "true" or "false" or "null" || part.AsSpan().ContainsAny('@', '-'))
            {
                return null;
            }
            name.Append(name.Length > 0 ? "." : "").Append(part);
        } while (TryTake('.'));
        if (!TryTake('('))
        {
            return new(name.ToString(), null);
        }
        var arguments = new List<GrokArgument>();
        while (!TryTake(')'))
        {
            if (depth == 0 || ReadArgument(depth) is not { } argument)
            {
                return null;
            }
            arguments.Add(argument);
            if (!TryTake(',') && Peek() != ')')
            {
                return null;
            }
        }
        return new(name.ToString(), arguments);
    }

    private GrokArgument? ReadArgument(int depth)
    {
        var c = Peek();
        if (c == '"')
        {
            return ReadString() is { } quoted ? new(null, quoted) : null;
        }
        if (char.IsAsciiDigit(c) || c == '.')
        {
            return ReadNumber();
        }
        var start = at;
        if (IsNameStart(c) && ReadName() is "true" or "false" or "null" && start < at)
        {
            return text[start] switch
            {
                't' => new(null, true),
                'f' => new(null, false),
                _ => new(null, Value.Null),
            };
        }
        at = start;
        return ReadCall(depth - 1) is { } call ? new(call, Value.Null) : null;
    }

    private GrokArgument? ReadNumber()
    {
        var start = at;
        while (
            at < text.Length
            && (char.IsAsciiDigit(text[at]) || text[at] is 'e' or 'E' or '+' or '-' or '.')
        )
        {
            at++;
        }
        var number = text[start..at];
        if (
            number.All(char.IsAsciiDigit)
            && long.TryParse(
                number,
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var integer
            )
        )
        {
            return new(null, integer);
        }
        if (
            !number.All(char.IsAsciiDigit)
            && double.TryParse(
                number,
                NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent,
                CultureInfo.InvariantCulture,
                out var value
            )
        )
        {
            return new(null, value);
        }
        error = $"invalid numeric literal '{number}'";
        return null;
    }

    /// <summary>Reads a text in quotes. Line ends are written with two backslashes, since one is the host language's.</summary>
    private string? ReadString()
    {
        var result = new StringBuilder();
        for (at++; at < text.Length; at++)
        {
            var c = text[at];
            if (c == '"')
            {
                at++;
                return result.ToString();
            }
            if (c != '\\')
            {
                result.Append(c);
                continue;
            }
            var rest = text.AsSpan(at);
            if (rest.StartsWith(@"\\n") || rest.StartsWith(@"\\r") || rest.StartsWith(@"\\t"))
            {
                result.Append(
                    rest[2] switch
                    {
                        'n' => '\n',
                        'r' => '\r',
                        _ => '\t',
                    }
                );
                at += 2;
            }
            else if (rest.Length > 1 && rest[1] is '\'' or '"' or '\\')
            {
                result.Append(rest[1]);
                at++;
            }
            else
            {
                var close = rest[1..].IndexOf('"');
                error =
                    close < 0
                        ? "invalid literal"
                        : $"invalid escape literal '{rest[..(close + 1)]}'";
                return null;
            }
        }
        error = "invalid literal";
        return null;
    }

    private string ReadName()
    {
        var start = at;
        while (
            at < text.Length
            && (IsNameStart(text[at]) || char.IsAsciiDigit(text[at]) || text[at] == '-')
        )
        {
            at++;
        }
        return text[start..at];
    }

    /// <summary>The next character that is no white space.</summary>
    private char Peek()
    {
        while (at < text.Length && char.IsWhiteSpace(text[at]))
        {
            at++;
        }
        return at < text.Length ? text[at] : '\0';
    }

    private bool TryTake(char wanted)
    {
        if (Peek() != wanted || at >= text.Length)
        {
            return false;
        }
        at++;
        return true;
    }

    private static bool IsNameStart(char c) => char.IsAsciiLetter(c) || c is '$' or '@' or '_';
}
