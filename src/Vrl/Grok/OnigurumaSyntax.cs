using System.Globalization;
using System.Text;

namespace Freshet.Vrl.Grok;

/// <summary>
/// Writes regular expressions of Oniguruma's dialect (Ruby's syntax) in that of Rust. Groups that do not give back what they took, and quantifiers of that kind, become
/// plain ones: what they match is matched, and more. Look-around, references back and calls of groups are refused.
/// </summary>
internal sealed class OnigurumaSyntax
{
    private const string Hexadecimal = "0-9A-Fa-f";

    private readonly string pattern;
    private readonly StringBuilder rust = new();
    private readonly List<string> groups = [];
    private int at;
    private bool isRefused;

    private OnigurumaSyntax(string pattern) => this.pattern = pattern;

    /// <summary>Translates a pattern.</summary>
    /// <param name="pattern">In Oniguruma's dialect.</param>
    /// <param name="translated">The same for Rust; the only groups are those with a name, in their order.</param>
    /// <param name="groups">The names of the groups, which may be given more than once.</param>
    public static bool TryTranslate(string pattern, out string translated, out List<string> groups)
    {
        var syntax = new OnigurumaSyntax(pattern);
        while (syntax.at < pattern.Length && !syntax.isRefused)
        {
            syntax.Next();
        }
        translated = syntax.rust.ToString();
        groups = syntax.groups;
        return !syntax.isRefused;
    }

    private char Peek(int ahead = 0) => at + ahead < pattern.Length ? pattern[at + ahead] : '\0';

    private void Refuse() => isRefused = true;

    private void Next()
    {
        var c = pattern[at];
        switch (c)
        {
            case '\\':
                Escape(isInClass: false);
                break;
            case '(':
                Group();
                break;
            case '[':
                Class();
                break;
            case '^':
                Take("(?m:^)");
                break;
            case '$':
                Take("(?m:$)");
                break;
            case '*' or '+' or '?':
                Take(c.ToString());
                // Lazy stays, possessive goes.
                if (Peek() == '?')
                {
                    Take("?");
                }
                else if (Peek() == '+')
                {
                    at++;
                }
                break;
            case '{':
                Counts();
                break;
            case '}':
                Take("\\}");
                break;
            default:
                Take(c.ToString());
                break;
        }
    }

    private void Take(string written)
    {
        rust.Append(written);
        at++;
    }

    /// <summary>A count, <c>{2,3}</c> or <c>{,3}</c>; any other brace stands for itself.</summary>
    private void Counts()
    {
        var end = at + 1;
        while (end < pattern.Length && char.IsAsciiDigit(pattern[end]))
        {
            end++;
        }
        var least = pattern[(at + 1)..end];
        var most = least;
        var hasComma = end < pattern.Length && pattern[end] == ',';
        if (hasComma)
        {
            var start = ++end;
            while (end < pattern.Length && char.IsAsciiDigit(pattern[end]))
            {
                end++;
            }
            most = pattern[start..end];
        }
        if (end >= pattern.Length || pattern[end] != '}' || least.Length + most.Length == 0)
        {
            Take("\\{");
            return;
        }
        rust.Append('{').Append(least.Length == 0 ? "0" : least);
        if (hasComma)
        {
            rust.Append(',').Append(most);
        }
        rust.Append('}');
        at = end + 1;
        if (Peek() == '?')
        {
            Take("?");
        }
    }

    private void Group()
    {
        if (Peek(1) != '?')
        {
            Take("(?:");
            return;
        }
        switch (Peek(2))
        {
            case '#':
                var end = pattern.IndexOf(')', at);
                at = end < 0 ? pattern.Length : end + 1;
                isRefused |= end < 0;
                break;
            case ':' or '>':
                rust.Append("(?:");
                at += 3;
                break;
            case '<' or '\'' when Peek(3) is not ('=' or '!'):
                NamedGroup(Peek(2) == '<' ? '>' : '\'');
                break;
            case 'i' or 'm' or 'x' or '-':
                Options();
                break;
            default:
                Refuse();
                break;
        }
    }

    private void NamedGroup(char close)
    {
        var start = at + 3;
        var end = pattern.IndexOf(close, start);
        if (end <= start || pattern.AsSpan(start, end - start).ContainsAny("()"))
        {
            Refuse();
            return;
        }
        groups.Add(pattern[start..end]);
        rust.Append(CultureInfo.InvariantCulture, $"(?<g{groups.Count}>");
        at = end + 1;
    }

    /// <summary>In Ruby <c>m</c> is what others call <c>s</c>: the dot takes line ends too.</summary>
    private void Options()
    {
        rust.Append("(?");
        for (at += 2; Peek() is 'i' or 'm' or 'x' or '-'; at++)
        {
            rust.Append(Peek() == 'm' ? 's' : Peek());
        }
        if (Peek() is ':' or ')')
        {
            Take(Peek().ToString());
        }
        else
        {
            Refuse();
        }
    }

    /// <summary>A class of characters, with classes inside. Only what the dialects see differently is written anew.</summary>
    private void Class()
    {
        var depth = 0;
        // Whether what was written last may begin a range: a single character.
        var mayBeginRange = false;
        do
        {
            var c = Peek();
            switch (c)
            {
                case '\0' when at >= pattern.Length:
                    Refuse();
                    return;
                case '['
                    when Peek(1) == ':'
                        && pattern.IndexOf(":]", at + 2, StringComparison.Ordinal)
                            is > 0
                                and var end:
                    rust.Append(pattern, at, end + 2 - at);
                    at = end + 2;
                    mayBeginRange = false;
                    break;
                case '[':
                    depth++;
                    Take("[");
                    if (Peek() == '^')
                    {
                        Take("^");
                    }
                    if (Peek() == ']')
                    {
                        Take("\\]");
                    }
                    mayBeginRange = false;
                    break;
                case ']':
                    depth--;
                    Take("]");
                    mayBeginRange = false;
                    break;
                case '\\':
                    mayBeginRange = Escape(isInClass: true);
                    break;
                case '&' when Peek(1) == '&':
                    rust.Append("&&");
                    at += 2;
                    mayBeginRange = false;
                    break;
                case '-' when mayBeginRange && Peek(1) is not (']' or '[') && !IsSetAhead():
                    Take("-");
                    RangeEnd();
                    mayBeginRange = false;
                    break;
                case '-' or '~' or '&':
                    Take($"\\{c}");
                    mayBeginRange = true;
                    break;
                default:
                    Take(c.ToString());
                    mayBeginRange = true;
                    break;
            }
        } while (depth > 0 && !isRefused);
    }

    /// <summary>Whether a hyphen is followed by a set, <c>\w</c>, and so stands for itself.</summary>
    private bool IsSetAhead() =>
        Peek(1) == '\\'
        && Peek(2) is 'w' or 'W' or 'd' or 'D' or 's' or 'S' or 'h' or 'H' or 'p' or 'P';

    private void RangeEnd()
    {
        if (Peek() == '\\')
        {
            Escape(isInClass: true);
        }
        else if (Peek() is '-' or '~' or '&')
        {
            Take($"\\{Peek()}");
        }
        else
        {
            Take(Peek().ToString());
        }
    }

    /// <summary>An escape. True if it stands for one character.</summary>
    private bool Escape(bool isInClass)
    {
        var c = Peek(1);
        at += 2;
        switch (c)
        {
            case '\0' when at > pattern.Length:
                Refuse();
                return false;
            case 'w' or 'W' or 'd' or 'D' or 's' or 'S':
                rust.Append('\\').Append(c);
                return false;
            case 'b' when isInClass:
                rust.Append("\\x08");
                return true;
            case 'b' or 'B' or 'A' or 'z' when !isInClass:
                rust.Append('\\').Append(c);
                return false;
            case 'Z' when !isInClass:
                rust.Append("(?:\\n?\\z)");
                return false;
            case 'R' when !isInClass:
                rust.Append("(?:\\r\\n|[\\n\\x0B\\x0C\\r\\x{85}\\x{2028}\\x{2029}])");
                return false;
            case 'h':
                rust.Append(isInClass ? Hexadecimal : $"[{Hexadecimal}]");
                return false;
            case 'H':
                rust.Append($"[^{Hexadecimal}]");
                return false;
            case 'p' or 'P':
                Property(c);
                return false;
            case 'n' or 'r' or 't' or 'f' or 'v' or 'a':
                rust.Append('\\').Append(c);
                return true;
            case 'e':
                rust.Append("\\x1B");
                return true;
            case 'x' or 'u':
                Code(c);
                return true;
            case '0':
                Octal();
                return true;
            case 'k' or 'g' or 'G' or 'K' or 'X' or (>= '1' and <= '9'):
                Refuse();
                return false;
            default:
                Literal(c);
                return true;
        }
    }

    private void Property(char c)
    {
        var end = Peek() == '{' ? pattern.IndexOf('}', at) : -1;
        if (end < 0)
        {
            Refuse();
            return;
        }
        var isNegated = Peek(1) == '^';
        var name = pattern[(at + (isNegated ? 2 : 1))..end];
        rust.Append('\\').Append(isNegated == (c == 'p') ? 'P' : 'p').Append('{');
        rust.Append(name).Append('}');
        at = end + 1;
    }

    /// <summary><c>\x41</c>, <c>\x{1F600}</c>, <c>\u0041</c>.</summary>
    private void Code(char kind)
    {
        if (kind == 'x' && Peek() == '{')
        {
            var end = pattern.IndexOf('}', at);
            isRefused |= end < 0;
            rust.Append("\\x").Append(pattern, at, Math.Max(end + 1 - at, 0));
            at = end < 0 ? pattern.Length : end + 1;
            return;
        }
        var most = kind == 'x' ? 2 : 4;
        var digits = 0;
        while (digits < most && char.IsAsciiHexDigit(Peek(digits)))
        {
            digits++;
        }
        if (digits == 0 || (kind == 'u' && digits < 4))
        {
            Refuse();
            return;
        }
        rust.Append("\\x{").Append(pattern, at, digits).Append('}');
        at += digits;
    }

    private void Octal()
    {
        var code = 0;
        for (var i = 0; i < 2 && Peek() is >= '0' and <= '7'; i++)
        {
            code = code * 8 + Peek() - '0';
            at++;
        }
        rust.Append(CultureInfo.InvariantCulture, $"\\x{{{code:X}}}");
    }

    /// <summary>A character that stands for itself, though it was escaped without need.</summary>
    private void Literal(char c)
    {
        if (char.IsAscii(c) && !char.IsAsciiLetterOrDigit(c) && c is not ('<' or '>'))
        {
            rust.Append(CultureInfo.InvariantCulture, $"\\x{{{(int)c:X}}}");
        }
        else
        {
            rust.Append(c);
        }
    }
}
