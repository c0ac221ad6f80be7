using System.Globalization;
using System.Text;

namespace Freshet.Vrl.Codecs.Idna;

/// <summary>
/// Names of domains by UTS #46, not transitional: joiners and directions are checked, hyphens, lengths and the letters of ASCII are not, as upstream has it.
/// </summary>
internal static class DomainName
{
    private const char NonJoiner = '\u200C';
    private const char Joiner = '\u200D';
    private const int Virama = 9;

    /// <summary>The name in ASCII; null where it is none.</summary>
    public static string? ToAscii(string name)
    {
        if (Process(name) is not { } labels)
        {
            return null;
        }
        for (var i = 0; i < labels.Length; i++)
        {
            if (!Ascii.IsValid(labels[i]))
            {
                if (Punycode.Encode(labels[i]) is not { } encoded)
                {
                    return null;
                }
                labels[i] = Punycode.Prefix + encoded;
            }
        }
        return string.Join('.', labels);
    }

    /// <summary>The name in Unicode; null where it is none.</summary>
    public static string? ToUnicode(string name) =>
        Process(name) is { } labels ? string.Join('.', labels) : null;

    /// <summary>The labels in Unicode; null where one is none.</summary>
    private static string[]? Process(string name)
    {
        var tables = UnicodeTables.Shared;
        var mapped = new StringBuilder(name.Length);
        foreach (var rune in name.EnumerateRunes())
        {
            if (tables.Map(rune.Value) is not { } mapping)
            {
                return null;
            }
            mapped.Append(mapping);
        }
        var labels = Composition.Normalize(mapped.ToString()).Split('.');
        for (var i = 0; i < labels.Length; i++)
        {
            if (labels[i].StartsWith(Punycode.Prefix, StringComparison.Ordinal))
            {
                var decoded = Punycode.Decode(labels[i][Punycode.Prefix.Length..]);
                if (decoded is null || Ascii.IsValid(decoded) || !IsStable(decoded, tables))
                {
                    return null;
                }
                labels[i] = decoded;
            }
            if (StartsWithMark(labels[i]) || !HasJoinersInPlace(labels[i], tables))
            {
                return null;
            }
        }
        return HasDirections(labels, tables) ? labels : null;
    }

    /// <summary>Whether mapping and normalising would leave the label as it is.</summary>
    private static bool IsStable(string label, UnicodeTables tables)
    {
        foreach (var rune in label.EnumerateRunes())
        {
            if (rune.Value == '.' || !tables.IsValid(rune.Value))
            {
                return false;
            }
        }
        return Composition.Normalize(label) == label;
    }

    private static bool StartsWithMark(string label) =>
        label.Length > 0
        && CharUnicodeInfo.GetUnicodeCategory(char.ConvertToUtf32(label, 0))
            is UnicodeCategory.NonSpacingMark
                or UnicodeCategory.SpacingCombiningMark
                or UnicodeCategory.EnclosingMark;

    /// <summary>RFC 5892, A.1 and A.2: joiners stand behind a virama; what keeps letters apart also between letters that would join.</summary>
    private static bool HasJoinersInPlace(string label, UnicodeTables tables)
    {
        if (!label.AsSpan().ContainsAny(NonJoiner, Joiner))
        {
            return true;
        }
        var codePoints = label.EnumerateRunes().Select(rune => rune.Value).ToArray();
        for (var i = 0; i < codePoints.Length; i++)
        {
            if (codePoints[i] is not (NonJoiner or Joiner))
            {
                continue;
            }
            var isBehindVirama = i > 0 && tables.CombiningClass(codePoints[i - 1]) == Virama;
            if (
                !isBehindVirama
                && (codePoints[i] == Joiner || !IsBetweenJoining(codePoints, i, tables))
            )
            {
                return false;
            }
        }
        return true;
    }

    private static bool IsBetweenJoining(int[] codePoints, int at, UnicodeTables tables)
    {
        var before = at - 1;
        while (before >= 0 && tables.Joining[codePoints[before]] == "T")
        {
            before--;
        }
        var after = at + 1;
        while (after < codePoints.Length && tables.Joining[codePoints[after]] == "T")
        {
            after++;
        }
        return before >= 0
            && after < codePoints.Length
            && tables.Joining[codePoints[before]] is "L" or "D"
            && tables.Joining[codePoints[after]] is "R" or "D";
    }

    /// <summary>RFC 5893, 2: where any label is written from right to left, all must be such that they do not mix on the screen.</summary>
    private static bool HasDirections(string[] labels, UnicodeTables tables)
    {
        var classes = Array.ConvertAll(
            labels,
            label => label.EnumerateRunes().Select(rune => tables.Bidi[rune.Value] ?? "L").ToArray()
        );
        return !classes.Any(label => label.Any(one => one is "R" or "AL" or "AN"))
            || Array.TrueForAll(classes, HasDirection);
    }

    private static bool HasDirection(string[] classes)
    {
        var end = Array.FindLast(classes, one => one != "NSM");
        return classes.Length == 0
            || classes[0] switch
            {
                "R" or "AL" => Array.TrueForAll(
                    classes,
                    one =>
                        one
                            is "R"
                                or "AL"
                                or "AN"
                                or "EN"
                                or "ES"
                                or "CS"
                                or "ET"
                                or "ON"
                                or "BN"
                                or "NSM"
                )
                    && end is "R" or "AL" or "EN" or "AN"
                    && !(classes.Contains("EN") && classes.Contains("AN")),
                "L" => Array.TrueForAll(
                    classes,
                    one => one is "L" or "EN" or "ES" or "CS" or "ET" or "ON" or "BN" or "NSM"
                ) && end is "L" or "EN",
                _ => false,
            };
    }
}
