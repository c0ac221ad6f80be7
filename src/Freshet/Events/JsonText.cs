using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Freshet.Events;

/// <summary>JSON as Freshet reads and writes it: RFC 8259, UTF-8, names unique, nested at most <see cref="MaxDepth"/> deep.</summary>
internal static class JsonText
{
    /// <summary>How deep arrays and objects may nest: far beyond any event seen, far below what a stack bears.</summary>
    public const int MaxDepth = 128;

    /// <summary>Two readers of a document with a repeated name may see different values, so it is refused (RFC 8259, section 4).</summary>
    public static readonly JsonDocumentOptions DocumentOptions = new()
    {
        MaxDepth = MaxDepth,
        AllowDuplicateProperties = false,
    };

    private static readonly JsonWriterOptions WriterOptions = new()
    {
        // The relaxed encoder leaves text as it is: SSE and HTTP carry UTF-8, and nothing here is put into HTML.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = MaxDepth,
        SkipValidation = true,
    };

    /// <summary>The tree as UTF-8 on one line.</summary>
    public static ReadOnlyMemory<byte> Write(JsonNode? tree)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using var writer = new Utf8JsonWriter(buffer, WriterOptions);
        if (tree is null)
        {
            writer.WriteNullValue();
        }
        else
        {
            tree.WriteTo(writer);
        }
        writer.Flush();
        return buffer.WrittenMemory;
    }
}
