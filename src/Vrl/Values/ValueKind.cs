namespace Freshet.Vrl.Values;

/// <summary>What a <see cref="Value"/> is.</summary>
public enum ValueKind : byte
{
    Null,
    Boolean,
    Integer,
    Float,

    /// <summary>A string: bytes, mostly UTF-8.</summary>
    Bytes,
    Timestamp,
    Regex,
    Array,
    Object,

    /// <summary>An argument that was not given and has no default; only functions see it.</summary>
    Missing,

    /// <summary>No value: evaluation failed, or the program ended; see <see cref="Value.Failure"/>.</summary>
    Failure,
}
