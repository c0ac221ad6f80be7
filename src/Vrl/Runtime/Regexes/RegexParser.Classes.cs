namespace Freshet.Vrl.Runtime.Regexes;

/// <content>Classes: <c>[a-z&amp;&amp;[^aeiou]]</c>.</content>
internal sealed partial class RegexParser
{
    private RegexNode.Character ParseClass() => new(ParseBrackets());

    private CodePointSet ParseBrackets()
    {
        Enter();
        at++;
        SkipVerbose();
        var isNegated = TryTake('^');
        SkipVerbose();
        var union = CodePointSet.Empty;
        var isEmpty = true;
        CodePointSet? left = null;
        var operation = 0;
        // Hyphens at the start, and a bracket there, mean themselves.
        while (Peek() == '-')
        {
            Add(CodePointSet.Of('-'));
            at++;
            SkipVerbose();
        }
        if (isEmpty && Peek() == ']')
        {
            Add(CodePointSet.Of(']'));
            at++;
        }
        while (true)
        {
            SkipVerbose();
            switch (Peek())
            {
                case -1:
                    throw Error("unclosed character class");
                case ']':
                    at++;
                    depth--;
                    return Finish(Apply(left, operation, Closed(union)), isNegated);
                case '[':
                    Add(TryParsePosix() ?? ParseBrackets());
                    break;
                case '&' when Peek(1) == '&':
                case '-' when Peek(1) == '-':
                case '~' when Peek(1) == '~':
                    left = Apply(left, operation, Closed(union));
                    operation = Peek();
                    union = CodePointSet.Empty;
                    isEmpty = true;
                    at += 2;
                    break;
                default:
                    Add(ParseRange());
                    break;
            }
        }

        void Add(CodePointSet set)
        {
            union = isEmpty ? set : union.Union(set);
            isEmpty = false;
        }
    }

    private CodePointSet Closed(CodePointSet set) =>
        // The classes of Perl hold both cases of all they hold.
        Has(RegexFlags.IgnoreCase) && !IsPerl(set)
            ? Fold(set)
            : set;

    private static bool IsPerl(CodePointSet set) =>
        ReferenceEquals(set, UnicodeSets.Digit)
        || ReferenceEquals(set, UnicodeSets.Space)
        || ReferenceEquals(set, UnicodeSets.Word);

    private CodePointSet Finish(CodePointSet set, bool isNegated)
    {
        if (!isNegated)
        {
            return set;
        }
        RequireUnicode();
        return set.Negate();
    }

    private static CodePointSet Apply(CodePointSet? left, int operation, CodePointSet right) =>
        left is null
            ? right
            : operation switch
            {
                '&' => left.Intersect(right),
                '-' => left.Except(right),
                _ => left.SymmetricExcept(right),
            };

    /// <summary>Reads <c>[:alpha:]</c>; null, and nothing taken, where it is something else.</summary>
    private CodePointSet? TryParsePosix()
    {
        var start = at;
        if (!TryTake("[:"))
        {
            return null;
        }
        var isNegated = TryTake('^');
        Span<char> name = stackalloc char[8];
        var length = 0;
        while (length < name.Length && Peek() is >= 'a' and <= 'z')
        {
            name[length++] = (char)pattern[at++];
        }
        if (TryTake(":]") && UnicodeSets.Posix(name[..length]) is { } set)
        {
            return Finish(Fold(set), isNegated);
        }
        at = start;
        return null;
    }

    private CodePointSet ParseRange()
    {
        var (set, first) = ParseItem();
        SkipVerbose();
        if (Peek() != '-' || NextAfterHyphen() is ']' or '-')
        {
            return set;
        }
        at++;
        SkipVerbose();
        if (at >= pattern.Length)
        {
            throw Error("unclosed character class");
        }
        var (_, last) = ParseItem();
        if (first is not { } from || last is not { } to)
        {
            throw Error("invalid range boundary, must be a literal");
        }
        return from <= to
            ? CodePointSet.Of((from, to))
            : throw Error("invalid character class range, the start must be <= the end");
    }

    /// <summary>Reads an item of a class: its set, and the character where it is one.</summary>
    private (CodePointSet Set, int? Character) ParseItem()
    {
        if (Peek() != '\\')
        {
            var literal = pattern[at++];
            return (CodePointSet.Of(literal), literal);
        }
        if (TryParseClassEscape(out var set))
        {
            return (set, null);
        }
        if (Peek(1) is 'b' or 'B' or 'A' or 'z' or '<' or '>')
        {
            throw Error("invalid escape sequence found in character class");
        }
        var character = ParseCharacterEscape();
        return (CodePointSet.Of(character), character);
    }

    private int NextAfterHyphen()
    {
        var start = at++;
        SkipVerbose();
        var next = Peek();
        at = start;
        return next;
    }
}
