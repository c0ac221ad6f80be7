using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Strings;

/// <summary>The kind of a value as messages name it.</summary>
internal static class KindName
{
    public static string Of(Value value) =>
        value.Kind switch
        {
            ValueKind.Bytes => "string",
            ValueKind.Boolean => "boolean",
            ValueKind.Integer => "integer",
            ValueKind.Float => "float",
            ValueKind.Timestamp => "timestamp",
            ValueKind.Regex => "regex",
            ValueKind.Array => "array",
            ValueKind.Object => "object",
            _ => "null",
        };
}
