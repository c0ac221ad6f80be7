using System.Globalization;

namespace Freshet.Vrl.Codecs.Idna;

/// <summary>A property of code points that many in a row share.</summary>
internal sealed class RangeTable
{
    private readonly int[] starts;
    private readonly int[] ends;
    private readonly string[] values;

    /// <param name="entries">Such as <c>300-314:230</c>, in order.</param>
    public RangeTable(IReadOnlyList<string> entries)
    {
        starts = new int[entries.Count];
        ends = new int[entries.Count];
        values = new string[entries.Count];
        for (var i = 0; i < entries.Count; i++)
        {
            var (range, value) = (entries[i].Split(':')[0].Split('-'), entries[i].Split(':')[1]);
            starts[i] = Hex(range[0]);
            ends[i] = Hex(range[^1]);
            values[i] = string.Intern(value);
        }
    }

    /// <summary>The code point's value; null where it has none.</summary>
    public string? this[int codePoint]
    {
        get
        {
            var at = Array.BinarySearch(starts, codePoint);
            at = at >= 0 ? at : ~at - 1;
            return at >= 0 && codePoint <= ends[at] ? values[at] : null;
        }
    }

    internal static int Hex(string digits) =>
        int.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
