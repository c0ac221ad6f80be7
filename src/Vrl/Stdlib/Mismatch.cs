using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib;

/// <summary>The failure of a function that found a value of another kind inside of an argument.</summary>
internal static class Mismatch
{
    /// <param name="expected">What it can work with: <c>string</c>, <c>string or array</c>.</param>
    /// <param name="got">What is there.</param>
    public static Value Fail(string expected, Value got) =>
        Value.Fail($"expected {expected}, got {NameOf(got)}");

    private static string NameOf(Value value) =>
        value.Kind switch
        {
            ValueKind.Bytes => "string",
            ValueKind.Integer => "integer",
            ValueKind.Float => "float",
            ValueKind.Boolean => "boolean",
            ValueKind.Timestamp => "timestamp",
            ValueKind.Regex => "regex",
            ValueKind.Array => "array",
            ValueKind.Object => "object",
            _ => "null",
        };
}
