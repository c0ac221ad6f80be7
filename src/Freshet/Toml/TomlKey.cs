using System.Text;

namespace Freshet.Toml;

/// <summary>One part of a dotted key, and where it stands.</summary>
internal readonly record struct TomlKey(string Name, Location Location)
{
    /// <summary>The parts as TOML writes them, shortened where long: <c>a."b c"</c>. Safe to print in a message.</summary>
    public static string Show(IEnumerable<TomlKey> path) =>
        string.Join('.', path.Select(key => Show(key.Name)));

    private static string Show(string name)
    {
        const int widest = 60;
        if (name.Length <= widest && TomlKeyReader.IsBare(name))
        {
            return name;
        }
        var text = new StringBuilder("\"");
        foreach (var rune in name.EnumerateRunes().Take(widest))
        {
            _ = rune.Value switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append("\\\\"),
                _ when Rune.IsLetterOrDigit(rune) || rune.Value is >= ' ' and < 0x7f => text.Append(
                    rune
                ),
                _ => text.Append($"\\U{rune.Value:X8}"),
            };
        }
        return text.Append(name.Length > widest ? "…\"" : "\"").ToString();
    }
}
