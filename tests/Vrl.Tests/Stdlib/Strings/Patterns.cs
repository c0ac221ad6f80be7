using Freshet.Vrl.Runtime.Regexes;
using Freshet.Vrl.Values;

namespace Vrl.Tests.Stdlib.Strings;

/// <summary>Regular expressions as arguments.</summary>
internal static class Patterns
{
    public static Value Of(string pattern) =>
        RustRegex.TryTranslate(pattern, out var regex, out var error)
            ? Value.From(regex)
            : throw new ArgumentException(error, nameof(pattern));
}
