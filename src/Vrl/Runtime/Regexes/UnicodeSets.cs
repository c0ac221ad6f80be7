using System.Globalization;

namespace Freshet.Vrl.Runtime.Regexes;

/// <summary>The sets of characters that patterns name: <c>\w</c>, <c>\pL</c>, <c>[:alpha:]</c>, <c>\p{Greek}</c>.</summary>
internal static class UnicodeSets
{
    /// <summary>The general categories, in the order of <see cref="UnicodeCategory"/>, and their long names.</summary>
    private static readonly (string Short, string Long)[] Categories =
    [
        ("Lu", "uppercaseletter"),
        ("Ll", "lowercaseletter"),
        ("Lt", "titlecaseletter"),
        ("Lm", "modifierletter"),
        ("Lo", "otherletter"),
        ("Mn", "nonspacingmark"),
        ("Mc", "spacingmark"),
        ("Me", "enclosingmark"),
        ("Nd", "decimalnumber"),
        ("Nl", "letternumber"),
        ("No", "othernumber"),
        ("Zs", "spaceseparator"),
        ("Zl", "lineseparator"),
        ("Zp", "paragraphseparator"),
        ("Cc", "control"),
        ("Cf", "format"),
        ("Cs", "surrogate"),
        ("Co", "privateuse"),
        ("Pc", "connectorpunctuation"),
        ("Pd", "dashpunctuation"),
        ("Ps", "openpunctuation"),
        ("Pe", "closepunctuation"),
        ("Pi", "initialpunctuation"),
        ("Pf", "finalpunctuation"),
        ("Po", "otherpunctuation"),
        ("Sm", "mathsymbol"),
        ("Sc", "currencysymbol"),
        ("Sk", "modifiersymbol"),
        ("So", "othersymbol"),
        ("Cn", "unassigned"),
    ];

    private static readonly (string Short, string Long)[] Majors =
    [
        ("L", "letter"),
        ("M", "mark"),
        ("N", "number"),
        ("P", "punctuation"),
        ("S", "symbol"),
        ("Z", "separator"),
        ("C", "other"),
    ];

    /// <summary>Capital letters in circles and boxes, which are symbols, not letters.</summary>
    private static readonly (int, int)[] BoxedCapitals =
    [
        (0x1F130, 0x1F149),
        (0x1F150, 0x1F169),
        (0x1F170, 0x1F189),
    ];

    private static readonly Lazy<List<(int First, int Last)>[]> ByCategory = new(Classify);

    public static CodePointSet Digit { get; } = Category("Nd");

    public static CodePointSet Space { get; } =
        CodePointSet.Of(
            (9, 13),
            (0x20, 0x20),
            (0x85, 0x85),
            (0xA0, 0xA0),
            (0x1680, 0x1680),
            (0x2000, 0x200A),
            (0x2028, 0x2029),
            (0x202F, 0x202F),
            (0x205F, 0x205F),
            (0x3000, 0x3000)
        );

    /// <summary>Alphabetic, marks, decimal digits, connectors and the joiners (UTS #18, annex C).</summary>
    public static CodePointSet Word { get; } =
        CodePointSet.Named(
            @"\p{L}\p{M}\p{Nd}\p{Nl}\p{Pc}\u200C\u200D\u24B6-\u24E9",
            () =>
                [
                    .. Ranges("L", "M", "Nd", "Nl", "Pc"),
                    (0x200C, 0x200D),
                    (0x24B6, 0x24E9),
                    .. BoxedCapitals,
                ]
        );

    public static CodePointSet AsciiDigit { get; } = CodePointSet.Of(('0', '9'));

    public static CodePointSet AsciiSpace { get; } = CodePointSet.Of((9, 13), (' ', ' '));

    public static CodePointSet AsciiWord { get; } =
        CodePointSet.Of(('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z'));

    /// <summary>A class of POSIX, which are ASCII; null for a name that is none.</summary>
    public static CodePointSet? Posix(ReadOnlySpan<char> name) =>
        name switch
        {
            "alnum" => CodePointSet.Of(('0', '9'), ('A', 'Z'), ('a', 'z')),
            "alpha" => CodePointSet.Of(('A', 'Z'), ('a', 'z')),
            "ascii" => CodePointSet.Of((0, 0x7F)),
            "blank" => CodePointSet.Of((9, 9), (' ', ' ')),
            "cntrl" => CodePointSet.Of((0, 0x1F), (0x7F, 0x7F)),
            "digit" => AsciiDigit,
            "graph" => CodePointSet.Of(('!', '~')),
            "lower" => CodePointSet.Of(('a', 'z')),
            "print" => CodePointSet.Of((' ', '~')),
            "punct" => CodePointSet.Of(('!', '/'), (':', '@'), ('[', '`'), ('{', '~')),
            "space" => AsciiSpace,
            "upper" => CodePointSet.Of(('A', 'Z')),
            "word" => AsciiWord,
            "xdigit" => CodePointSet.Of(('0', '9'), ('A', 'F'), ('a', 'f')),
            _ => null,
        };

    /// <summary>What <c>\p{name}</c> or <c>\p{name=value}</c> means; null for what is not known here.</summary>
    public static CodePointSet? Property(string name, string? value)
    {
        name = Simplify(name);
        if (value is null)
        {
            return CategoryOrNull(name) ?? Binary(name) ?? UnicodeData.Script(name);
        }
        return name switch
        {
            "gc" or "generalcategory" => CategoryOrNull(Simplify(value)),
            "sc" or "script" => UnicodeData.Script(Simplify(value)),
            _ => null,
        };
    }

    private static CodePointSet? Binary(string name) =>
        name switch
        {
            "any" => CodePointSet.All,
            "ascii" => CodePointSet.Of((0, 0x7F)),
            "assigned" => Category("Cn").Negate(),
            "whitespace" or "wspace" or "space" => Space,
            "alphabetic" or "alpha" => CodePointSet.Of([
                .. Ranges("L", "Nl"),
                (0x24B6, 0x24E9),
                .. BoxedCapitals,
                .. UnicodeData.Read(UnicodeData.AlphabeticMarks),
            ]),
            "uppercase" or "upper" => CodePointSet.Of([
                .. Ranges("Lu"),
                (0x2160, 0x216F),
                (0x24B6, 0x24CF),
                .. BoxedCapitals,
            ]),
            "lowercase" or "lower" => CodePointSet.Of([
                .. Ranges("Ll"),
                .. UnicodeData.Read(
                    "AA BA 2B0-2B8 2C0-2C1 2E0-2E4 345 37A 10FC 1D2C-1D6A 1D78 1D9B-1DBF 2071 207F 2090-209C 2170-217F 24D0-24E9 2C7C-2C7D A69C-A69D "
                        + "A770 A7F1-A7F4 A7F8-A7F9 AB5C-AB5F AB69 10780 10783-10785 10787-107B0 107B2-107BA 1E030-1E06D"
                ),
            ]),
            _ => null,
        };

    private static CodePointSet? CategoryOrNull(string name)
    {
        foreach (var (shortName, longName) in Majors.Concat(Categories))
        {
            if (name == longName || name.Equals(shortName, StringComparison.OrdinalIgnoreCase))
            {
                return Category(shortName);
            }
        }
        return name switch
        {
            "lc" or "casedletter" => CodePointSet.Named(
                @"\p{Lu}\p{Ll}\p{Lt}",
                () => Ranges("Lu", "Ll", "Lt")
            ),
            "digit" => Digit,
            "punct" => Category("P"),
            "cntrl" => Category("Cc"),
            "combiningmark" => Category("M"),
            _ => null,
        };
    }

    /// <summary>The set of a category, of one letter or two.</summary>
    private static CodePointSet Category(string name) =>
        // .NET counts surrogates to C and to Cs, which are no characters.
        name is "C" or "Cs"
            ? CodePointSet.Of(Ranges(name))
            : CodePointSet.Named($@"\p{{{name}}}", () => Ranges(name));

    private static IEnumerable<(int First, int Last)> Ranges(params string[] names)
    {
        for (var i = 0; i < Categories.Length; i++)
        {
            var category = Categories[i].Short;
            if (Array.Exists(names, name => category.StartsWith(name, StringComparison.Ordinal)))
            {
                foreach (var range in ByCategory.Value[i])
                {
                    yield return range;
                }
            }
        }
    }

    private static List<(int First, int Last)>[] Classify()
    {
        var result = new List<(int First, int Last)>[Categories.Length];
        for (var i = 0; i < result.Length; i++)
        {
            result[i] = [];
        }
        var start = 0;
        var current = CharUnicodeInfo.GetUnicodeCategory(0);
        for (var character = 1; character <= CodePointSet.Last + 1; character++)
        {
            var category =
                character <= CodePointSet.Last
                    ? CharUnicodeInfo.GetUnicodeCategory(character)
                    : (UnicodeCategory)(-1);
            if (category != current)
            {
                result[(int)current].Add((start, character - 1));
                (start, current) = (character, category);
            }
        }
        return result;
    }

    /// <summary>Names of properties are compared without case, spaces, <c>_</c>, <c>-</c> and a leading <c>is</c>.</summary>
    private static string Simplify(string name)
    {
        var simple = string.Concat(
            name.Where(c => c is not (' ' or '_' or '-')).Select(char.ToLowerInvariant)
        );
        return simple.StartsWith("is", StringComparison.Ordinal) && simple.Length > 2
            ? simple[2..]
            : simple;
    }
}
