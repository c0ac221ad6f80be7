namespace Freshet.Events.CDEvents;

/// <summary>How custom events are called: <c>dev.cdeventsx.tool-subject.predicate.1.2.3</c>, each number a digit.</summary>
internal static class CustomTypes
{
    public const string Prefix = "dev.cdeventsx.";

    public static bool IsType(ReadOnlySpan<byte> text)
    {
        const int version = 6;
        if (!text.StartsWith("dev.cdeventsx."u8) || text.Length < Prefix.Length + version)
        {
            return false;
        }
        var end = text[^version..];
        var name = text[Prefix.Length..^version];
        var dot = name.IndexOf((byte)'.');
        return dot >= 0
            && IsSubject(name[..dot])
            && AreLetters(name[(dot + 1)..])
            && (end[0], end[2], end[4]) is ((byte)'.', (byte)'.', (byte)'.')
            && char.IsAsciiDigit((char)end[1])
            && char.IsAsciiDigit((char)end[3])
            && char.IsAsciiDigit((char)end[5]);
    }

    /// <summary>The tool, letters and digits, a hyphen, and the subject, letters.</summary>
    public static bool IsSubject(ReadOnlySpan<byte> text)
    {
        var hyphen = text.IndexOf((byte)'-');
        if (hyphen <= 0 || !AreLetters(text[(hyphen + 1)..]))
        {
            return false;
        }
        foreach (var b in text[..hyphen])
        {
            if (!char.IsAsciiLetterOrDigit((char)b))
            {
                return false;
            }
        }
        return true;
    }

    private static bool AreLetters(ReadOnlySpan<byte> text)
    {
        foreach (var b in text)
        {
            if (!char.IsAsciiLetter((char)b))
            {
                return false;
            }
        }
        return !text.IsEmpty;
    }
}
