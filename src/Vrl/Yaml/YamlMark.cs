using System.Globalization;
using System.Runtime.InteropServices;

namespace Freshet.Vrl.Yaml;

/// <summary>A place in a text: how many characters (code points) are before it, in the text and in its line; lines from 0.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct YamlMark(int Index, int Line, int Column)
{
    public bool IsStart => Line == 0 && Column == 0;

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"line {Line + 1} column {Column + 1}");
}
