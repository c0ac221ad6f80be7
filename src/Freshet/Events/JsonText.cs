using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;

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

    /// <summary>How a text that <see cref="Read"/> gave back is read again.</summary>
    public static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = MaxDepth };

    /// <summary>The same as a document, whose names are known to be unique: to look for that again takes as long as all the rest.</summary>
    public static readonly JsonDocumentOptions CheckedOptions = new() { MaxDepth = MaxDepth };

    /// <summary>The relaxed encoder escapes what JSON asks for, and characters beyond U+FFFF: nothing here is put into HTML.</summary>
    public static readonly JavaScriptEncoder Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    private static readonly JsonWriterOptions WriterOptions = new()
    {
        Encoder = Encoder,
        MaxDepth = MaxDepth,
        SkipValidation = true,
    };

    private static readonly SearchValues<byte> White = SearchValues.Create(" \t\r\n"u8);
    private static readonly SearchValues<byte> WhiteOrQuote = SearchValues.Create(" \t\r\n\""u8);

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>
    /// Checks that the text is one JSON value (RFC 8259): UTF-8 throughout, no surrogate escaped without its other half, no name twice in an
    /// object, nothing after the value. A byte order mark at the start is passed over (section 8.1 allows that).
    /// </summary>
    /// <param name="utf8">The text. It may be given back as it is, so it must not change afterwards.</param>
    /// <param name="firstLine">The number of its first line, for faults: its place in a text of many lines.</param>
    /// <returns>
    /// The same memory where there is no insignificant white space in it, else one copy without; each token keeps its bytes, so numbers
    /// keep their digits and strings their escapes.
    /// </returns>
    public static JsonReading Read(ReadOnlyMemory<byte> utf8, int firstLine = 1)
    {
        var json = utf8.Span.StartsWith(ByteOrderMark) ? utf8[ByteOrderMark.Length..] : utf8;
        var (length, fault) = Check(json.Span, firstLine);
        if (fault is not null)
        {
            // Counted in the text as it was given.
            var skipped = utf8.Length - json.Length;
            return JsonReading.Failed(fault with { Offset = fault.Offset + skipped });
        }
        return new JsonReading(
            length == json.Length ? json : WithoutWhiteSpace(json.Span, length),
            null
        );
    }

    /// <summary>The tree as UTF-8 on one line.</summary>
    /// <exception cref="JsonException">It holds something that JSON has no form for, or nests too deep.</exception>
    public static ReadOnlyMemory<byte> Write(JsonNode? tree)
    {
        if (tree is JsonObject { Count: 0 })
        {
            return EmptyObject;
        }
        return Write(writer =>
        {
            if (tree is null)
            {
                writer.WriteNullValue();
            }
            else
            {
                tree.WriteTo(writer);
            }
        });
    }

    /// <summary>What is written, as UTF-8 on one line.</summary>
    /// <exception cref="JsonException">It holds something that JSON has no form for, or nests too deep.</exception>
    public static ReadOnlyMemory<byte> Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        try
        {
            using var writer = new Utf8JsonWriter(buffer, WriterOptions);
            write(writer);
            writer.Flush();
        }
        catch (Exception e)
            when (e is ArgumentException or InvalidOperationException or NotSupportedException)
        {
            // Infinity, half of a surrogate pair, a type without a form, too deep: the writer has an exception of its own for each.
            throw new JsonException(e.Message, e);
        }
        return buffer.WrittenMemory;
    }

    private static readonly ReadOnlyMemory<byte> EmptyObject = "{}"u8.ToArray();

    /// <summary>How long the JSON is without insignificant white space, or what is wrong with it.</summary>
    private static (int Length, EventFault? Fault) Check(ReadOnlySpan<byte> json, int firstLine)
    {
        if (!Utf8.IsValid(json))
        {
            var at = JsonPlace.FirstInvalidUtf8(json);
            return (0, JsonPlace.Fault(json, at, "not valid UTF-8", firstLine));
        }
        if (!json.ContainsAnyExcept(White))
        {
            return (0, new EventFault("expected JSON, found nothing", null, firstLine, 1, 0));
        }
        var reader = new Utf8JsonReader(json, ReaderOptions);
        var names = new JsonNames(json);
        var length = 0;
        var afterValue = false;
        try
        {
            while (reader.Read())
            {
                var ends = reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray;
                if (afterValue && !ends)
                {
                    length++; // the comma
                }
                string? wrong = null;
                switch (reader.TokenType)
                {
                    case JsonTokenType.StartObject:
                        names.Open();
                        length++;
                        break;
                    case JsonTokenType.EndObject:
                        names.Close();
                        length++;
                        break;
                    case JsonTokenType.StartArray or JsonTokenType.EndArray:
                        length++;
                        break;
                    case JsonTokenType.PropertyName:
                        wrong = HalfSurrogate(reader);
                        if (wrong is null && !names.Add(reader))
                        {
                            wrong = "the object has this name twice";
                        }
                        length += reader.ValueSpan.Length + 3; // two quotes and the colon
                        break;
                    case JsonTokenType.String:
                        wrong = HalfSurrogate(reader);
                        length += reader.ValueSpan.Length + 2;
                        break;
                    default:
                        length += reader.ValueSpan.Length;
                        break;
                }
                if (wrong is not null)
                {
                    return (
                        0,
                        JsonPlace.Fault(json, (int)reader.TokenStartIndex, wrong, firstLine)
                    );
                }
                afterValue =
                    reader.TokenType
                        is not (
                            JsonTokenType.StartObject
                            or JsonTokenType.StartArray
                            or JsonTokenType.PropertyName
                        );
            }
        }
        catch (JsonException e)
        {
            return (0, JsonPlace.Fault(json, e, firstLine));
        }
        finally
        {
            names.Dispose();
        }
        return (length, null);
    }

    /// <summary>What is wrong with a string that escapes half of a surrogate pair: no UTF-8 could carry it, and readers differ on it (RFC 8259, section 8.2).</summary>
    private static string? HalfSurrogate(in Utf8JsonReader reader)
    {
        const string wrong = "half of a surrogate pair is escaped here, without the other half";
        if (!reader.ValueIsEscaped)
        {
            return null;
        }
        var rest = reader.ValueSpan;
        var high = false;
        while (rest.IndexOf((byte)'\\') is >= 0 and var at)
        {
            if (high && at > 0)
            {
                return wrong;
            }
            var isUnicode = rest[at + 1] == 'u';
            // The reader has checked that four hexadecimal digits follow.
            var unit = isUnicode
                ? (char)
                    ushort.Parse(rest.Slice(at + 2, 4), System.Globalization.NumberStyles.HexNumber)
                : default;
            if (high != char.IsLowSurrogate(unit))
            {
                return wrong;
            }
            high = char.IsHighSurrogate(unit);
            rest = rest[(at + (isUnicode ? 6 : 2))..];
        }
        return high ? wrong : null;
    }

    private static byte[] WithoutWhiteSpace(ReadOnlySpan<byte> json, int length)
    {
        var result = GC.AllocateUninitializedArray<byte>(length);
        var free = result.AsSpan();
        while (!json.IsEmpty)
        {
            var run = json.IndexOfAny(WhiteOrQuote);
            if (run < 0)
            {
                run = json.Length;
            }
            else if (json[run] == '"')
            {
                run = EndOfString(json, run);
            }
            json[..run].CopyTo(free);
            free = free[run..];
            json = json[run..].TrimStart(" \t\r\n"u8);
        }
        return result;
    }

    /// <summary>The index after the closing quote of the string that opens at <paramref name="at"/>.</summary>
    private static int EndOfString(ReadOnlySpan<byte> json, int at)
    {
        at++;
        while (true)
        {
            at += json[at..].IndexOfAny((byte)'"', (byte)'\\');
            if (json[at] == '"')
            {
                return at + 1;
            }
            at += 2;
        }
    }
}
