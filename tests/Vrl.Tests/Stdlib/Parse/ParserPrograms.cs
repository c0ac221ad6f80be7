using System.Text.RegularExpressions;

namespace Vrl.Tests.Stdlib.Parse;

/// <summary>Runs programs that are one call of a parser.</summary>
internal static partial class ParserPrograms
{
    /// <summary>The value as JSON, or what the parser says is wrong.</summary>
    public static string Run(string program) => Place().Replace(Programs.Run(program), "");

    [GeneratedRegex("""^function call error for "\w+" at \(\d+:\d+\): """)]
    private static partial Regex Place();
}
