using System.Text;

namespace Freshet.Vrl.Runtime.Regexes;

/// <summary>Which characters are the same but for their case: Unicode's simple case folding, which never maps one character to several.</summary>
internal static class CaseFolding
{
    /// <summary>Pairs that fold together though no mapping to upper or lower case says so.</summary>
    private static readonly (int, int)[] Extra =
    [
        ('s', 0x17F),
        ('k', 0x212A),
        (0xE5, 0x212B),
        (0x390, 0x1FD3),
        (0x3B0, 0x1FE3),
        (0x3C9, 0x2126),
        (0xFB05, 0xFB06),
    ];

    private static readonly Lazy<Dictionary<int, int[]>> Families = new(MakeFamilies);

    /// <summary>The set with every character that is the same as one in it but for case.</summary>
    public static CodePointSet Close(CodePointSet set)
    {
        if (set.Single is { } single)
        {
            return Close(single);
        }
        var more = new List<(int, int)>();
        foreach (var (character, family) in Families.Value)
        {
            if (set.Contains(character))
            {
                more.AddRange(family.Select(member => (member, member)));
            }
        }
        return more.Count == 0 ? set : CodePointSet.Of([.. set.Ranges, .. more]);
    }

    /// <summary>The set with every character that is the same as one in it but for case, in ASCII alone.</summary>
    public static CodePointSet CloseAscii(CodePointSet set)
    {
        var more = new List<(int, int)>();
        for (int upper = 'A', lower = 'a'; upper <= 'Z'; upper++, lower++)
        {
            if (set.Contains(upper) || set.Contains(lower))
            {
                more.Add((upper, upper));
                more.Add((lower, lower));
            }
        }
        return more.Count == 0 ? set : CodePointSet.Of([.. set.Ranges, .. more]);
    }

    private static CodePointSet Close(int character)
    {
        // Most patterns are ASCII: they do not need the table.
        if (char.IsAsciiLetter((char)character) && character < 0x80)
        {
            var (upper, lower) = (character & ~0x20, character | 0x20);
            return lower switch
            {
                's' => CodePointSet.Of((upper, upper), (lower, lower), (0x17F, 0x17F)),
                'k' => CodePointSet.Of((upper, upper), (lower, lower), (0x212A, 0x212A)),
                _ => CodePointSet.Of((upper, upper), (lower, lower)),
            };
        }
        return character >= 0x80 && Families.Value.TryGetValue(character, out var family)
            ? CodePointSet.Of(family.Select(member => (member, member)))
            : CodePointSet.Of(character);
    }

    private static Dictionary<int, int[]> MakeFamilies()
    {
        var leaders = new Dictionary<int, int>();
        // Scripts with two cases all lie below U+20000.
        for (var character = 0; character < 0x20000; character++)
        {
            // The dotted and the dotless i fold to themselves alone.
            if (!Rune.TryCreate(character, out var rune) || character is 0x130 or 0x131)
            {
                continue;
            }
            Join(leaders, character, Rune.ToUpperInvariant(rune).Value);
            Join(leaders, character, Rune.ToLowerInvariant(rune).Value);
        }
        foreach (var (one, other) in Extra)
        {
            Join(leaders, one, other);
        }
        var families = new Dictionary<int, int[]>();
        foreach (var family in leaders.Keys.GroupBy(character => Leader(leaders, character)))
        {
            int[] members = [.. family];
            foreach (var member in members)
            {
                families[member] = members;
            }
        }
        return families;
    }

    private static void Join(Dictionary<int, int> leaders, int one, int other)
    {
        if (one == other)
        {
            return;
        }
        leaders.TryAdd(one, one);
        leaders.TryAdd(other, other);
        leaders[Leader(leaders, one)] = Leader(leaders, other);
    }

    private static int Leader(Dictionary<int, int> leaders, int character)
    {
        while (leaders[character] != character)
        {
            character = leaders[character];
        }
        return character;
    }
}
