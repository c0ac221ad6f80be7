using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Freshet.Vrl.Codecs.Idna;

/// <summary>
/// The Unicode data that names of domains need, from <c>unicode.txt</c>, read when it is first used. The framework has it only with ICU, which a program
/// may be without.
/// </summary>
internal sealed class UnicodeTables
{
    private static readonly Lazy<UnicodeTables> Lazy = new(Read);

    /// <summary>Where each run of the mapping begins, and what it says.</summary>
    private readonly int[] mappingStarts;
    private readonly string[] mappings;
    private readonly RangeTable combining;

    private UnicodeTables(Dictionary<string, List<string>> sections)
    {
        combining = new(sections["combining"]);
        Bidi = new(sections["bidi"]);
        Joining = new(sections["joining"]);
        (mappingStarts, mappings) = ReadMapping(sections["mapping"]);
        var decompositions = new Dictionary<int, int[]>();
        var compositions = new Dictionary<(int, int), int>();
        foreach (var entry in sections["decomposition"])
        {
            var sign = entry.IndexOfAny(['=', '>']);
            var codePoint = RangeTable.Hex(entry[..sign]);
            var parts = entry[(sign + 1)..].Split('.').Select(RangeTable.Hex).ToArray();
            decompositions.Add(codePoint, parts);
            if (entry[sign] == '=')
            {
                compositions.Add((parts[0], parts[1]), codePoint);
            }
        }
        Decompositions = decompositions.ToFrozenDictionary();
        Compositions = compositions.ToFrozenDictionary();
    }

    public static UnicodeTables Shared => Lazy.Value;

    public RangeTable Bidi { get; }

    public RangeTable Joining { get; }

    public FrozenDictionary<int, int[]> Decompositions { get; }

    public FrozenDictionary<(int First, int Second), int> Compositions { get; }

    public int CombiningClass(int codePoint) =>
        combining[codePoint] is { } value ? int.Parse(value, CultureInfo.InvariantCulture) : 0;

    /// <summary>What UTS #46 makes of a code point: itself, others, nothing (the text is empty then); null where it is disallowed.</summary>
    public string? Map(int codePoint)
    {
        var at = Array.BinarySearch(mappingStarts, codePoint);
        var mapping = mappings[at >= 0 ? at : ~at - 1];
        return mapping[0] switch
        {
            'V' => char.ConvertFromUtf32(codePoint),
            'I' => "",
            'X' => null,
            '=' => string.Concat(
                mapping[1..]
                    .Split('.')
                    .Select(digits => char.ConvertFromUtf32(RangeTable.Hex(digits)))
            ),
            _ => char.ConvertFromUtf32(
                codePoint + int.Parse(mapping, CultureInfo.InvariantCulture)
            ),
        };
    }

    /// <summary>Whether UTS #46 leaves the code point as it is.</summary>
    public bool IsValid(int codePoint)
    {
        var at = Array.BinarySearch(mappingStarts, codePoint);
        return mappings[at >= 0 ? at : ~at - 1] == "V";
    }

    private static (int[] Starts, string[] Mappings) ReadMapping(List<string> entries)
    {
        var starts = new int[entries.Count];
        var runs = new string[entries.Count];
        var next = 0;
        for (var i = 0; i < entries.Count; i++)
        {
            var digits = entries[i].TakeWhile(char.IsAsciiDigit).Count();
            starts[i] = next;
            runs[i] = string.Intern(entries[i][digits..]);
            next += digits == 0 ? 1 : int.Parse(entries[i][..digits], CultureInfo.InvariantCulture);
        }
        return (starts, runs);
    }

    private static UnicodeTables Read()
    {
        const string Name = "Freshet.Vrl.Codecs.Idna.unicode.txt";
        using var stream =
            typeof(UnicodeTables).Assembly.GetManifestResourceStream(Name)
            ?? throw new InvalidOperationException($"the assembly lacks {Name}");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var sections = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        List<string> section = [];
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('['))
            {
                section = sections[line.Trim('[', ']')] = [];
            }
            else if (!line.StartsWith('#'))
            {
                section.AddRange(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
            }
        }
        return new UnicodeTables(sections);
    }
}
