using System.Text;

namespace Freshet.Configuration;

/// <summary>Writes texts as strings of TOML 1.0.</summary>
internal static class TomlQuote
{
    /// <summary>The text as a basic string, quotes included.</summary>
    public static string Of(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var character in text)
        {
            quoted.Append(
                character switch
                {
                    '"' => "\\\"",
                    '\\' => "\\\\",
                    '\n' => "\\n",
                    '\r' => "\\r",
                    '\t' => "\\t",
                    _ when char.IsControl(character) => $"\\u{(int)character:X4}",
                    _ => character.ToString(),
                }
            );
        }
        return quoted.Append('"').ToString();
    }
}
