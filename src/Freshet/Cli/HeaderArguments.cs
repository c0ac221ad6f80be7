using System.Text;
using Freshet.Configuration;

namespace Freshet.Cli;

/// <summary>Headers of the command line, <c>Name: value</c> each.</summary>
internal static class HeaderArguments
{
    /// <summary>Writes them as a table of configuration; what is wrong with one is told, and never its text, which may be a secret.</summary>
    /// <param name="headers">What was given.</param>
    /// <param name="table">The table's name.</param>
    /// <param name="written">Gets the table.</param>
    /// <param name="terminal">Where mistakes are told.</param>
    public static bool TryWrite(
        IReadOnlyList<string> headers,
        string table,
        StringBuilder written,
        Terminal terminal
    )
    {
        written.Append($"[{table}]\n");
        foreach (var header in headers)
        {
            var colon = header.IndexOf(':', StringComparison.Ordinal);
            if (colon < 1)
            {
                terminal.Error.WriteLine(
                    "error: --header: expected a name, a colon and a value, as \"X-Team: payments\""
                );
                return false;
            }
            var (name, value) = (header[..colon].Trim(), header[(colon + 1)..].Trim());
            written.Append(
                $"{TomlQuote.Of(name)} = {{ type = \"static\", value = {TomlQuote.Of(value)} }}\n"
            );
        }
        return true;
    }
}
