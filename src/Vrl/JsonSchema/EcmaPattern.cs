using System.Text;

namespace Freshet.Vrl.JsonSchema;

/// <summary>Regular expressions of schemas are those of ECMA-262, where classes such as <c>\d</c> are of ASCII.</summary>
internal static class EcmaPattern
{
    /// <summary>The same in Rust's syntax; what is none stays none.</summary>
    public static string ToRust(string pattern)
    {
        var rust = new StringBuilder(pattern.Length);
        var isInClass = false;
        for (var i = 0; i < pattern.Length; i++)
        {
            var c = pattern[i];
            if (c == '\\' && i + 1 < pattern.Length)
            {
                var next = pattern[++i];
                rust.Append(
                    next switch
                    {
                        'd' => isInClass ? "0-9" : "[0-9]",
                        'w' => isInClass ? "0-9A-Za-z_" : "[0-9A-Za-z_]",
                        'D' => "[^0-9]",
                        'W' => "[^0-9A-Za-z_]",
                        'c' when i + 1 < pattern.Length && char.IsAsciiLetter(pattern[i + 1]) =>
                            $"\\x{pattern[++i] % 32:X2}",
                        '<' or '>' => next.ToString(),
                        _ => $"\\{next}",
                    }
                );
                continue;
            }
            if (c == '[' && isInClass)
            {
                rust.Append('\\');
            }
            isInClass = c == '[' || (isInClass && c != ']');
            rust.Append(c);
        }
        return rust.ToString();
    }
}
