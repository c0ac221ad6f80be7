using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib;

/// <summary>
/// The failure of a function that finds a value of another kind inside its argument, or as what its closure gives: what the compiler knows of a value is,
/// as upstream has it, not always true.
/// </summary>
internal static class Expected
{
    /// <summary><c>expected array, got integer</c></summary>
    public static Value Fail(string expected, Value got) =>
        Value.Fail($"expected {expected}, got {Kind.From(got)}");

    /// <summary>The failure of a function whose pattern turns out to be no regular expression.</summary>
    public static Value FailPattern() => Value.Fail("failed to resolve regex");
}
