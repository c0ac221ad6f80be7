namespace Freshet.Vrl.Runtime.Time;

/// <summary>What may stand between the hours and the minutes of an offset, and in its place.</summary>
[Flags]
internal enum OffsetForm
{
    /// <summary><c>+01:00</c>: a colon, and nothing else.</summary>
    Strict = 0,

    /// <summary>Any colons and white space, or none.</summary>
    LooseSeparator = 1,

    /// <summary><c>Z</c> for an offset of zero.</summary>
    Zulu = 2,

    /// <summary>Hours alone.</summary>
    HoursAlone = 4,
}

/// <summary>
/// Takes pieces of a time from the start of a text. Each method gives a <see cref="TimeError"/>, which is empty if the piece was there.
/// </summary>
internal ref struct TimeScanner(ReadOnlySpan<char> text)
{
    private ReadOnlySpan<char> rest = text;

    public readonly bool IsAtEnd => rest.IsEmpty;

    public void SkipSpace() => rest = rest.TrimStart();

    /// <summary>Skips all up to white space.</summary>
    public void SkipWord()
    {
        var length = 0;
        while (length < rest.Length && !char.IsWhiteSpace(rest[length]))
        {
            length++;
        }
        rest = rest[length..];
    }

    public string Literal(ReadOnlySpan<char> literal)
    {
        if (rest.Length < literal.Length)
        {
            return TimeError.TooShort;
        }
        if (!rest.StartsWith(literal, StringComparison.Ordinal))
        {
            return TimeError.Invalid;
        }
        rest = rest[literal.Length..];
        return TimeError.None;
    }

    /// <summary>Takes the character if it is next.</summary>
    public bool TryTake(char character)
    {
        if (rest.IsEmpty || rest[0] != character)
        {
            return false;
        }
        rest = rest[1..];
        return true;
    }

    /// <summary>Takes the word if it is next, in whatever case.</summary>
    public bool TryTakeWord(ReadOnlySpan<char> word)
    {
        if (!rest.StartsWith(word, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }
        rest = rest[word.Length..];
        return true;
    }

    /// <summary>One of the characters between date and time.</summary>
    public string DateTimeSeparator()
    {
        if (rest.IsEmpty)
        {
            return TimeError.TooShort;
        }
        if (rest[0] is not ('T' or 't' or ' '))
        {
            return TimeError.Invalid;
        }
        rest = rest[1..];
        return TimeError.None;
    }

    /// <summary>A number of at least and at most so many digits.</summary>
    public string Number(int min, int max, out long value)
    {
        value = 0;
        if (rest.Length < min)
        {
            return TimeError.TooShort;
        }
        var length = 0;
        while (length < max && length < rest.Length && char.IsAsciiDigit(rest[length]))
        {
            var digit = rest[length] - '0';
            if (value > (long.MaxValue - digit) / 10)
            {
                return TimeError.OutOfRange;
            }
            value = value * 10 + digit;
            length++;
        }
        if (length < min)
        {
            return TimeError.Invalid;
        }
        rest = rest[length..];
        return TimeError.None;
    }

    /// <summary>A number that may have a sign; one that has is of any length.</summary>
    public string SignedNumber(int max, out long value)
    {
        if (TryTake('-'))
        {
            var error = Number(1, int.MaxValue, out value);
            value = -value;
            return error;
        }
        return Number(1, TryTake('+') ? int.MaxValue : max, out value);
    }

    /// <summary>Digits of a fraction, as nanoseconds; those beyond the ninth are dropped.</summary>
    public string Fraction(out long nanoseconds)
    {
        var before = rest.Length;
        var error = Number(1, 9, out nanoseconds);
        for (var digits = before - rest.Length; digits < 9; digits++)
        {
            nanoseconds *= 10;
        }
        while (!rest.IsEmpty && char.IsAsciiDigit(rest[0]))
        {
            rest = rest[1..];
        }
        return error;
    }

    /// <summary>Exactly so many digits of a fraction, as nanoseconds.</summary>
    public string FixedFraction(int digits, out long nanoseconds)
    {
        var error = Number(digits, digits, out nanoseconds);
        for (var i = digits; i < 9; i++)
        {
            nanoseconds *= 10;
        }
        return error;
    }

    /// <summary>One of the names, in full (where that is taken) or its first three letters, in whatever case.</summary>
    public string Name(ReadOnlySpan<string> names, bool mayBeLong, out int index)
    {
        index = -1;
        if (rest.Length < 3)
        {
            return TimeError.TooShort;
        }
        for (var i = 0; i < names.Length; i++)
        {
            if (rest.StartsWith(names[i].AsSpan(0, 3), StringComparison.OrdinalIgnoreCase))
            {
                index = i;
                var isLong =
                    mayBeLong && rest.StartsWith(names[i], StringComparison.OrdinalIgnoreCase);
                rest = rest[(isLong ? names[i].Length : 3)..];
                return TimeError.None;
            }
        }
        return TimeError.Invalid;
    }

    /// <summary><c>am</c> or <c>pm</c>, in whatever case.</summary>
    public string HalfOfDay(out bool isAfternoon)
    {
        isAfternoon = false;
        if (rest.Length < 2)
        {
            return TimeError.TooShort;
        }
        isAfternoon = rest[0] is 'p' or 'P';
        if (rest[0] is not ('a' or 'A' or 'p' or 'P') || rest[1] is not ('m' or 'M'))
        {
            return TimeError.Invalid;
        }
        rest = rest[2..];
        return TimeError.None;
    }

    /// <summary>An offset from UTC, in seconds.</summary>
    public string Offset(OffsetForm form, out long seconds)
    {
        seconds = 0;
        if (form.HasFlag(OffsetForm.Zulu) && (TryTake('Z') || TryTake('z')))
        {
            return TimeError.None;
        }
        if (rest.IsEmpty)
        {
            return TimeError.TooShort;
        }
        // U+2212 is the true minus sign, which ISO 8601 takes too.
        var isNegative = rest[0] is '-' or '\u2212';
        if (!isNegative && rest[0] != '+')
        {
            return TimeError.Invalid;
        }
        rest = rest[1..];
        var error = Number(2, 2, out var hours);
        if (error.Length > 0)
        {
            return error;
        }
        if (!form.HasFlag(OffsetForm.LooseSeparator))
        {
            error = Literal(":");
            if (error.Length > 0)
            {
                return error;
            }
        }
        else
        {
            while (!rest.IsEmpty && (rest[0] == ':' || char.IsWhiteSpace(rest[0])))
            {
                rest = rest[1..];
            }
        }
        long minutes = 0;
        if (!form.HasFlag(OffsetForm.HoursAlone) || rest.Length >= 2)
        {
            error = Number(2, 2, out minutes);
            if (error.Length > 0)
            {
                return error;
            }
            if (minutes > 59)
            {
                return TimeError.OutOfRange;
            }
        }
        else if (rest.Length == 1)
        {
            return TimeError.TooShort;
        }
        seconds = (hours * 60 + minutes) * (isNegative ? -60 : 60);
        return TimeError.None;
    }
}
