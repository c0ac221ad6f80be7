using System.Text;
using Freshet.Vrl.Stdlib.Parse.Traces;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Parse;

/// <summary>What separates keys, values and fields of a line.</summary>
/// <param name="Pair">Between key and value.</param>
/// <param name="Field">Between fields.</param>
/// <param name="IsLenient">Whether blanks may surround what is between key and value.</param>
/// <param name="MayStandAlone">Whether a key may have no value: it is true then.</param>
internal readonly record struct KeyValueSyntax(
    string Pair,
    string Field,
    bool IsLenient,
    bool MayStandAlone
)
{
    public static KeyValueSyntax Logfmt { get; } =
        new("=", " ", IsLenient: true, MayStandAlone: true);
}

/// <summary>
/// Reads a line of keys with values. Keys and values may stand in quotes; what begins like a quoted text and is none is taken as it is, so that each field can be
/// read in more than one way. What was searched for ahead is kept, so that all of it is linear.
/// </summary>
internal sealed class KeyValueReader(string text, KeyValueSyntax syntax)
{
    private readonly NextPlace nextPair = new(text, syntax.Pair);
    private readonly NextPlace nextField = new(text, syntax.Field);
    private readonly ClosingQuotes singleQuotes = new(text, '\'');
    private readonly ClosingQuotes doubleQuotes = new(text, '"');
    private readonly List<KeyValuePair<string, Value>> fields = [];
    private readonly Dictionary<string, int> places = new(StringComparer.Ordinal);
    private (int Start, int End) blanks = (-1, -1);
    private ParserTrace? trace;
    private int at;

    /// <summary>Reads the line; the result is a failure where it cannot be read to its end.</summary>
    public Value Read()
    {
        if (!TryReadField())
        {
            return Value.Fail(trace!.ToString());
        }
        while (true)
        {
            var end = at;
            if (!TrySkipSeparator())
            {
                break;
            }
            if (at == end)
            {
                return Value.Fail(new ParserTrace(text).In("SeparatedList", at).ToString());
            }
            if (!TryReadField())
            {
                at = end;
                break;
            }
        }
        return text.AsSpan(at).Trim().IsEmpty
            ? Value.From(VrlObject.FromOwned(fields))
            : Value.Fail("could not parse whole line successfully");
    }

    private bool TryReadField()
    {
        SkipBlanks();
        var start = at;
        var key = ReadKey();
        if (key.Length == 0)
        {
            return Fail(new ParserTrace(text).In("Verify", start));
        }
        var keyEnd = at;
        var hasValue = TrySkipPair(out var wanted);
        if (hasValue && at == keyEnd)
        {
            return Fail(new ParserTrace(text).In("ManyMN", keyEnd));
        }
        if (!hasValue && !syntax.MayStandAlone)
        {
            return Fail(new ParserTrace(text).In("Tag", wanted).In("ManyMN", keyEnd));
        }
        var value =
            ReadQuoted(singleQuotes, syntax.Field)
            ?? ReadQuoted(doubleQuotes, syntax.Field)
            ?? ReadPlain(nextField);
        Add(key, hasValue ? Value.From(value) : Value.True);
        return true;
    }

    /// <summary>The place is reset by whoever tries another way.</summary>
    private bool Fail(ParserTrace why)
    {
        trace ??= why;
        return false;
    }

    private string ReadKey()
    {
        if (!syntax.MayStandAlone)
        {
            return ReadQuoted(singleQuotes, syntax.Pair)
                ?? ReadQuoted(doubleQuotes, syntax.Pair)
                ?? ReadPlain(nextPair);
        }
        var quoted =
            ReadQuoted(singleQuotes, syntax.Pair)
            ?? ReadQuoted(singleQuotes, syntax.Field)
            ?? ReadQuoted(doubleQuotes, syntax.Pair)
            ?? ReadQuoted(doubleQuotes, syntax.Field);
        return quoted ?? (IsKeyBeforePair() ? ReadPlain(nextPair) : ReadPlain(nextField));
    }

    /// <summary>Whether the text up to what is between key and value is one key: not empty, and of one field.</summary>
    private bool IsKeyBeforePair()
    {
        var end = nextPair.From(at);
        var start = at;
        while (start < end && char.IsWhiteSpace(text[start]))
        {
            start++;
        }
        if (start == end || syntax.Field.Length == 0)
        {
            return false;
        }
        var field = nextField.From(start);
        return field == text.Length || field + syntax.Field.Length > TrimmedEnd(start, end);
    }

    /// <summary>Where the text up to there ends without the blanks before its end.</summary>
    private int TrimmedEnd(int start, int end)
    {
        if (blanks.End != end)
        {
            var from = end;
            while (from > start && char.IsWhiteSpace(text[from - 1]))
            {
                from--;
            }
            blanks = (from, end);
        }
        return Math.Max(start, blanks.Start);
    }

    /// <summary>A text in quotes that is followed by what ends it, or by the end; null where there is none.</summary>
    private string? ReadQuoted(ClosingQuotes quotes, string terminator)
    {
        if (
            at >= text.Length
            || text[at] != quotes.Quote
            || quotes.Of(at) is not (>= 0 and var end)
        )
        {
            return null;
        }
        if (!IsFollowedBy(end + 1, terminator))
        {
            return null;
        }
        var inner = Unescape(text.AsSpan((at + 1)..end));
        at = end + 1;
        return inner;
    }

    private bool IsFollowedBy(int place, string terminator)
    {
        var blanksEnd = place;
        while (blanksEnd < text.Length && text[blanksEnd] == ' ')
        {
            blanksEnd++;
        }
        if (terminator == " " ? blanksEnd > place : HasAt(blanksEnd, terminator))
        {
            return true;
        }
        while (blanksEnd < text.Length && text[blanksEnd] is ' ' or '\t')
        {
            blanksEnd++;
        }
        return blanksEnd == text.Length;
    }

    private string ReadPlain(NextPlace next)
    {
        var start = at;
        at = next.From(at);
        return text.AsSpan(start..at).Trim().ToString();
    }

    private bool TrySkipSeparator()
    {
        var start = at;
        while (at < text.Length && text[at] == ' ')
        {
            at++;
        }
        if (syntax.Field == " ")
        {
            return at > start;
        }
        if (!HasAt(at, syntax.Field))
        {
            at = start;
            return false;
        }
        at += syntax.Field.Length;
        return true;
    }

    /// <param name="wanted">Where it was wanted.</param>
    private bool TrySkipPair(out int wanted)
    {
        var start = at;
        if (syntax.IsLenient)
        {
            SkipBlanks();
        }
        wanted = at;
        if (!HasAt(at, syntax.Pair))
        {
            at = start;
            return false;
        }
        at += syntax.Pair.Length;
        if (syntax.IsLenient)
        {
            SkipBlanks();
        }
        return true;
    }

    private void SkipBlanks()
    {
        while (at < text.Length && text[at] is ' ' or '\t')
        {
            at++;
        }
    }

    private bool HasAt(int place, string what) =>
        text.AsSpan(place).StartsWith(what, StringComparison.Ordinal);

    /// <summary>A key that is there already gets an array of its values; one that stood alone gives way.</summary>
    private void Add(string key, Value value)
    {
        if (places.TryAdd(key, fields.Count))
        {
            fields.Add(new(key, value));
            return;
        }
        if (value == Value.True)
        {
            return;
        }
        var place = places[key];
        var there = fields[place].Value;
        if (there.IsArray)
        {
            there.Array.AddOwned(value);
            return;
        }
        if (there != Value.True)
        {
            var both = new VrlArray(2);
            both.AddOwned(there);
            both.AddOwned(value);
            value = Value.From(both);
        }
        fields[place] = new(key, value);
    }

    private static string Unescape(ReadOnlySpan<char> inner)
    {
        if (!inner.Contains('\\'))
        {
            return inner.ToString();
        }
        var plain = new StringBuilder(inner.Length);
        for (var i = 0; i < inner.Length; i++)
        {
            var c = inner[i];
            if (c == '\\' && i + 1 < inner.Length && inner[i + 1] is 'n' or '\\' or '"')
            {
                i++;
                c = inner[i] == 'n' ? '\n' : inner[i];
            }
            plain.Append(c);
        }
        return plain.ToString();
    }

    /// <summary>Finds a text again and again, from places that mostly grow.</summary>
    private sealed class NextPlace(string text, string what)
    {
        private int searched = -1;
        private int found = -1;

        /// <summary>Where it is next; the end where it is not.</summary>
        public int From(int start)
        {
            if (start < searched || start > found)
            {
                searched = start;
                var next = text.AsSpan(start).IndexOf(what, StringComparison.Ordinal);
                found = next < 0 ? text.Length : start + next;
            }
            return found;
        }
    }

    /// <summary>Finds the quotes that close others.</summary>
    private sealed class ClosingQuotes(string text, char quote)
    {
        private (int Start, int End) last = (-1, -1);

        public char Quote => quote;

        /// <summary>Where the text that a quote opens ends; -1 where it does not. A backslash takes the next character out.</summary>
        public int Of(int start)
        {
            if (last.Start >= 0 && start >= last.Start && (last.End < 0 || start < last.End))
            {
                // A quote that the last search passed by has the same end.
                return last.End;
            }
            var end = start + 1;
            while (end < text.Length && text[end] != quote)
            {
                end += text[end] == '\\' ? 2 : 1;
            }
            last = (start, end < text.Length ? end : -1);
            return last.End;
        }
    }
}
