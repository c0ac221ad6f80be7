using System.Text;

namespace Freshet.Vrl.Codecs.Idna;

/// <summary>Normalization Form C (UAX #15), which the framework has only with ICU.</summary>
internal static class Composition
{
    private const int HangulSyllables = 0xAC00;
    private const int HangulLeads = 0x1100;
    private const int HangulVowels = 0x1161;
    private const int HangulTrails = 0x11A7;
    private const int VowelCount = 21;
    private const int TrailCount = 28;
    private const int SyllableCount = 19 * VowelCount * TrailCount;

    public static string Normalize(string text)
    {
        if (Ascii.IsValid(text))
        {
            return text;
        }
        var tables = UnicodeTables.Shared;
        var decomposed = new List<int>(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            Decompose(tables, rune.Value, decomposed);
        }
        var classes = decomposed.ConvertAll(tables.CombiningClass);
        Order(decomposed, classes);
        Compose(tables, decomposed, classes);
        var normalized = new StringBuilder(decomposed.Count);
        foreach (var codePoint in decomposed)
        {
            normalized.Append(new Rune(codePoint).ToString());
        }
        return normalized.ToString();
    }

    /// <summary>No decomposition is deeper than four.</summary>
    private static void Decompose(UnicodeTables tables, int codePoint, List<int> output)
    {
        var syllable = codePoint - HangulSyllables;
        if (syllable is >= 0 and < SyllableCount)
        {
            output.Add(HangulLeads + (syllable / (VowelCount * TrailCount)));
            output.Add(HangulVowels + (syllable / TrailCount % VowelCount));
            if (syllable % TrailCount > 0)
            {
                output.Add(HangulTrails + (syllable % TrailCount));
            }
        }
        else if (tables.Decompositions.TryGetValue(codePoint, out var parts))
        {
            foreach (var part in parts)
            {
                Decompose(tables, part, output);
            }
        }
        else
        {
            output.Add(codePoint);
        }
    }

    /// <summary>Marks in a row are sorted by their classes; those of one class stay in order.</summary>
    private static void Order(List<int> codePoints, List<int> classes)
    {
        for (var start = 0; start < codePoints.Count; )
        {
            var end = start;
            while (end < codePoints.Count && classes[end] != 0)
            {
                end++;
            }
            var sorted = Enumerable
                .Range(start, end - start)
                .OrderBy(i => classes[i])
                .Select(i => (CodePoint: codePoints[i], Class: classes[i]))
                .ToArray();
            for (var i = 0; i < sorted.Length; i++)
            {
                (codePoints[start + i], classes[start + i]) = sorted[i];
            }
            start = end + 1;
        }
    }

    private static void Compose(UnicodeTables tables, List<int> codePoints, List<int> classes)
    {
        var starter = -1;
        var kept = 0;
        var lastClass = -1;
        for (var i = 0; i < codePoints.Count; i++)
        {
            var (codePoint, @class) = (codePoints[i], classes[i]);
            // Nothing of the same or a higher class may stand between a starter and what joins it.
            var isNext = lastClass < @class || (lastClass == 0 && starter == kept - 1);
            if (
                starter >= 0
                && isNext
                && TryJoin(tables, codePoints[starter], codePoint, out var joined)
            )
            {
                codePoints[starter] = joined;
                continue;
            }
            if (@class == 0)
            {
                starter = kept;
            }
            lastClass = @class;
            codePoints[kept] = codePoint;
            classes[kept] = @class;
            kept++;
        }
        codePoints.RemoveRange(kept, codePoints.Count - kept);
    }

    private static bool TryJoin(UnicodeTables tables, int first, int second, out int joined)
    {
        var (lead, vowel) = (first - HangulLeads, second - HangulVowels);
        if (lead is >= 0 and < 19 && vowel is >= 0 and < VowelCount)
        {
            joined = HangulSyllables + (((lead * VowelCount) + vowel) * TrailCount);
            return true;
        }
        var (syllable, trail) = (first - HangulSyllables, second - HangulTrails);
        if (
            syllable is >= 0 and < SyllableCount
            && syllable % TrailCount == 0
            && trail is > 0 and < TrailCount
        )
        {
            joined = first + trail;
            return true;
        }
        return tables.Compositions.TryGetValue((first, second), out joined);
    }
}
