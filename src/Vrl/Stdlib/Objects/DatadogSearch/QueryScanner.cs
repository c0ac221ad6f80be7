namespace Freshet.Vrl.Stdlib.Objects.DatadogSearch;

/// <summary>What stands between two parts of a query.</summary>
internal enum Conjunction
{
    None,
    And,
    Or,
}

/// <summary>
/// Takes the words of a query, one after the other. Each method takes what it is named for and returns it as written, or takes nothing and returns null or false.
/// </summary>
internal sealed class QueryScanner(string query)
{
    /// <summary>Upstream's grammar has this word where the ideographic space was meant; so no term has it.</summary>
    private const string NoTerm = "UNICODE3000";

    private int at;

    /// <summary>The place of the next character.</summary>
    public int At
    {
        get => at;
        set
        {
            Furthest = Math.Max(Furthest, at);
            at = value;
        }
    }

    /// <summary>How far the query was read, so that a message can say where it cannot.</summary>
    public int Furthest
    {
        get => Math.Max(field, at);
        private set;
    }

    public bool IsAtEnd => at == query.Length;

    public void SkipSpace()
    {
        while (IsSpace(at))
        {
            at++;
        }
    }

    public bool Take(string word)
    {
        var isThere = Stands(word, at);
        at += isThere ? word.Length : 0;
        return isThere;
    }

    public Conjunction TakeConjunction() =>
        Take("AND") || Take("&&") ? Conjunction.And
        : Take("OR") || Take("||") ? Conjunction.Or
        : Conjunction.None;

    /// <summary>Takes <c>+</c>, which says nothing, or <c>NOT</c> or <c>-</c>. Returns whether it negates.</summary>
    public bool TakeModifier() => !Take("+") && (Take("NOT") || Take("-"));

    /// <summary>A star that is the whole value.</summary>
    public bool TakeStar()
    {
        var isThere = Stands("*", at) && EndsAt(at + 1);
        at += isThere ? 1 : 0;
        return isThere;
    }

    /// <summary>What is between quotes.</summary>
    public string? TakePhrase()
    {
        if (!Stands("\"", at))
        {
            return null;
        }
        var end = at + 1;
        while (end < query.Length && query[end] != '"')
        {
            end += query[end] == '\\' ? 2 : 1;
        }
        if (end >= query.Length)
        {
            return null;
        }
        var phrase = query[(at + 1)..end];
        at = end + 1;
        return phrase;
    }

    public string? TakeTerm() => TakeTo(TermEnd(at));

    /// <summary>A term and the colon behind it.</summary>
    public string? TakeField()
    {
        var end = TermEnd(at);
        return end >= 0 && Stands(":", end) && TakeTo(end) is { } name && Take(":") ? name : null;
    }

    /// <summary>A term that is the whole value.</summary>
    public string? TakeWholeTerm()
    {
        var end = TermEnd(at);
        return end >= 0 && EndsAt(end) ? TakeTo(end) : null;
    }

    /// <summary>A term that is neither a field, nor the beginning of a pattern, nor followed by a conjunction.</summary>
    public string? TakeLooseTerm()
    {
        var end = TermEnd(at);
        if (end < 0 || Stands(":", end) || Stands("*", end))
        {
            return null;
        }
        var next = end;
        while (IsSpace(next))
        {
            next++;
        }
        return next > end && IsConjunction(next) ? null : TakeTo(end);
    }

    /// <summary>A term with a star behind it, without that.</summary>
    public string? TakePrefix()
    {
        var end = CharactersEnd(at, isPattern: false);
        return
            end >= 0
            && Stands("*", end)
            && EndsAt(end + 1)
            && TakeTo(end) is { } prefix
            && Take("*")
            ? prefix
            : null;
    }

    /// <summary>A term with stars in it.</summary>
    public string? TakeWildcard()
    {
        var end = CharactersEnd(at, isPattern: true);
        return end >= 0 && EndsAt(end) ? TakeTo(end) : null;
    }

    public Comparison? TakeComparison() =>
        Take(">=") ? Comparison.GreaterOrEqual
        : Take("<=") ? Comparison.LessOrEqual
        : Take(">") ? Comparison.Greater
        : Take("<") ? Comparison.Less
        : null;

    /// <summary>A number, with an exponent perhaps.</summary>
    public string? TakeNumber()
    {
        var end = NumberEnd(at);
        if (end >= 0 && Stands("E", end) && NumberEnd(end + 1) is var exponent and >= 0)
        {
            end = exponent;
        }
        return TakeTo(end);
    }

    /// <summary>The bounds of <c>[a TO b]</c> or <c>{a TO b}</c>, and whether they belong to it.</summary>
    public (string Lower, string Upper, bool WithEnds)? TakeRange()
    {
        var start = at;
        var withEnds = Take("[");
        if (withEnds || Take("{"))
        {
            SkipSpace();
            if (TakeBound() is { } lower)
            {
                SkipSpace();
                if (Take("TO"))
                {
                    SkipSpace();
                    if (TakeBound() is { } upper)
                    {
                        SkipSpace();
                        if (Take(withEnds ? "]" : "}"))
                        {
                            return (lower, upper, withEnds);
                        }
                    }
                }
            }
        }
        At = start;
        return null;
    }

    private string? TakeBound()
    {
        var end = at;
        while (end < query.Length && !IsSpace(end) && query[end] is not (']' or '}'))
        {
            end++;
        }
        return end > at ? TakeTo(end) : null;
    }

    private string? TakeTo(int end)
    {
        if (end < 0)
        {
            return null;
        }
        var taken = query[at..end];
        at = end;
        return taken;
    }

    private bool Stands(string word, int place) =>
        string.CompareOrdinal(query, place, word, 0, word.Length) == 0;

    private bool IsSpace(int place) =>
        place < query.Length && query[place] is ' ' or '\t' or '\r' or '\n';

    /// <summary>Whether a value may end there.</summary>
    private bool EndsAt(int place) =>
        place == query.Length || IsSpace(place) || query[place] is ')' or ']' or '}';

    private bool IsConjunction(int place) =>
        Stands("AND", place) || Stands("&&", place) || Stands("OR", place) || Stands("||", place);

    /// <summary>Where the term ends that begins there, -1 for none. None begins with an operator, even if its word goes on: <c>ORDER</c>.</summary>
    private int TermEnd(int start) =>
        IsConjunction(start) || Stands("NOT", start) ? -1 : CharactersEnd(start, isPattern: false);

    private int CharactersEnd(int start, bool isPattern)
    {
        var end = NextCharacter(start, isFirst: true, isPattern);
        if (end < 0)
        {
            return -1;
        }
        while (NextCharacter(end, isFirst: false, isPattern) is var next and >= 0)
        {
            end = next;
        }
        return end;
    }

    /// <summary>The place behind the character of a term that stands there, -1 for none.</summary>
    private int NextCharacter(int place, bool isFirst, bool isPattern)
    {
        if (place >= query.Length)
        {
            return -1;
        }
        switch (query[place])
        {
            case '\\':
                return place + 1 < query.Length ? place + 2 : -1;
            case '-' or '+' or '=':
                return isFirst ? -1 : place + 1;
            case '*' or '?':
                return isPattern ? place + 1 : -1;
            case ' ' or '\t' or '\r' or '\n' or '"' or '(' or ')' or '[' or ']' or '{' or '}':
            case '!' or ':' or '~' or '^' or '<' or '>':
                return -1;
            default:
                return Stands(NoTerm, place) ? -1 : place + 1;
        }
    }

    private int NumberEnd(int start)
    {
        var digits =
            Stands("-", start) ? start + 1
            : Stands("\\-", start) ? start + 2
            : start;
        var end = DigitsEnd(digits);
        if (end == digits)
        {
            return -1;
        }
        var fraction = Stands(".", end) ? DigitsEnd(end + 1) : end;
        return fraction > end + 1 ? fraction : end;
    }

    private int DigitsEnd(int start)
    {
        while (start < query.Length && char.IsAsciiDigit(query[start]))
        {
            start++;
        }
        return start;
    }
}
