using System.Text.RegularExpressions;
using Freshet.Vrl.Values;

namespace Vrl.Tests.Stdlib.Strings;

/// <summary>Regular expressions that mean the same to Rust and .NET.</summary>
internal static class Patterns
{
    public static Value Of(string pattern)
    {
        var regex = new Regex(
            pattern,
            RegexOptions.NonBacktracking | RegexOptions.CultureInvariant
        );
        return Value.From(
            new VrlRegex(
                pattern,
                regex,
                [.. regex.GetGroupNames().Select(name => name.All(char.IsAsciiDigit) ? null : name)]
            )
        );
    }
}
