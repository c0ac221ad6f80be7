using System.Buffers;
using System.Text;

namespace Freshet.Vrl.Values;

/// <summary>JSON in and out, by serde_json's rules. There is no other way between JSON and values.</summary>
public static class VrlJson
{
    /// <summary>How deep arrays and objects may be nested, unless a caller says otherwise.</summary>
    public const int DefaultMaxDepth = 127;

    /// <summary>
    /// Reads one value, with white space around it. Integers beyond 64 bits become floats, a key given twice has its last value. Bytes in strings that
    /// are no UTF-8 are an error, as are lone surrogates in escapes.
    /// </summary>
    /// <param name="utf8">The text.</param>
    /// <param name="value">What it says.</param>
    /// <param name="error">What is wrong and where, <c>expected value at line 1 column 1</c>; empty if nothing is.</param>
    /// <param name="maxDepth">How deep arrays and objects may be nested.</param>
    /// <param name="rawDepth">From this depth on arrays and objects are given as strings of their JSON, as they were written.</param>
    public static bool TryParse(
        ReadOnlySpan<byte> utf8,
        out Value value,
        out string error,
        int maxDepth = DefaultMaxDepth,
        int rawDepth = int.MaxValue
    )
    {
        var reader = new JsonReader(utf8, maxDepth, rawDepth);
        var isRead = reader.TryReadDocument(out value);
        error = reader.Error;
        return isRead;
    }

    /// <inheritdoc cref="TryParse(ReadOnlySpan{byte}, out Value, out string, int, int)"/>
    public static bool TryParse(string text, out Value value, out string error) =>
        TryParse(Encoding.UTF8.GetBytes(text), out value, out error);

    /// <summary>
    /// The value as JSON: keys sorted, floats as <c>1.0</c> and <c>1e20</c>, timestamps as RFC 3339, regexes as their pattern, bytes that are no UTF-8 as U+FFFD.
    /// </summary>
    /// <param name="value">Any value, however deep.</param>
    /// <param name="pretty">Whether to break lines and indent by two spaces.</param>
    public static string Write(Value value, bool pretty = false)
    {
        var buffer = new ArrayBufferWriter<byte>(128);
        Write(value, buffer, pretty);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Writes what <see cref="Write(Value, bool)"/> gives, as UTF-8.</summary>
    public static void Write(Value value, IBufferWriter<byte> output, bool pretty = false) =>
        new JsonWriter(output, pretty).Write(value);
}
