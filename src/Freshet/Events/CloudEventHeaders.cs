using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace Freshet.Events;

/// <summary>
/// CloudEvents in binary mode (HTTP protocol binding 1.0.2, section 3.1): the attributes are <c>ce-</c> headers, the body is the data. They are
/// brought into the structured mode, JSON, that the rest of Freshet reads.
/// </summary>
internal static class CloudEventHeaders
{
    /// <summary>A header that every CloudEvent in binary mode has.</summary>
    public const string SpecVersion = "ce-specversion";

    private const string Prefix = "ce-";

    /// <summary>The longest attribute name, far beyond the 20 characters that the specification recommends.</summary>
    private const int LongestName = 64;

    /// <summary>The headers carry a CloudEvent: they give its <c>specversion</c> and its <c>type</c>, as each must.</summary>
    public static bool AreIn(IEnumerable<KeyValuePair<string, string>> headers)
    {
        var found = 0;
        foreach (var (name, _) in headers)
        {
            found |=
                name.Equals(SpecVersion, StringComparison.OrdinalIgnoreCase) ? 1
                : name.Equals("ce-type", StringComparison.OrdinalIgnoreCase) ? 2
                : 0;
        }
        return found == 3;
    }

    /// <summary>
    /// The event in structured mode. Attributes become strings, percent-decoded (section 3.1.3.2); <c>Content-Type</c> becomes <c>datacontenttype</c>; the body
    /// becomes <c>data</c>: as it is where its type is JSON or not given, as a string where it is text in UTF-8, else <c>data_base64</c>. An empty body is no data.
    /// </summary>
    /// <param name="headers">All headers; those without the prefix are passed over.</param>
    /// <param name="contentType">The <c>Content-Type</c>; null where there is none.</param>
    /// <param name="body">The body.</param>
    /// <param name="areEncoded">Whether values are percent-encoded, as HTTP has them; Kafka has them as they are (Kafka protocol binding 1.0.2, section 3.2.3).</param>
    public static JsonReading ToStructured(
        IEnumerable<KeyValuePair<string, string>> headers,
        string? contentType,
        ReadOnlyMemory<byte> body,
        bool areEncoded = true
    )
    {
        var attributes = new OrderedDictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var (header, value) in headers)
        {
            if (
                header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)
                && Add(attributes, header, value, areEncoded) is { } fault
            )
            {
                return JsonReading.Failed(fault);
            }
        }

        var kind = KindOf(contentType, body.Span);
        var data = default(JsonReading);
        if (kind == DataKind.Json)
        {
            data = JsonText.Read(body);
            if (data.Fault is { } fault)
            {
                var path = fault.Path is null ? "data" : "data." + fault.Path;
                return JsonReading.Failed(fault with { Path = path });
            }
        }
        var json = JsonText.Write(writer =>
        {
            writer.WriteStartObject();
            foreach (var (name, value) in attributes)
            {
                writer.WriteString(name, value);
            }
            if (contentType is not null)
            {
                writer.WriteString("datacontenttype"u8, Encoding.UTF8.GetBytes(contentType));
            }
            switch (kind)
            {
                case DataKind.Json:
                    writer.WritePropertyName("data"u8);
                    writer.WriteRawValue(data.Json.Span, skipInputValidation: true);
                    break;
                case DataKind.Text:
                    writer.WriteString("data"u8, body.Span);
                    break;
                case DataKind.Binary:
                    writer.WriteBase64String("data_base64"u8, body.Span);
                    break;
            }
            writer.WriteEndObject();
        });
        // The data lies one level deeper now.
        return JsonText.Read(json);
    }

    private enum DataKind
    {
        None,
        Json,
        Text,
        Binary,
    }

    private static DataKind KindOf(string? contentType, ReadOnlySpan<byte> body)
    {
        var mediaType = contentType.AsSpan();
        var parameters = mediaType.IndexOf(';');
        mediaType = (parameters < 0 ? mediaType : mediaType[..parameters]).Trim();
        if (body.IsEmpty)
        {
            return DataKind.None;
        }
        if (
            mediaType.IsEmpty
            || mediaType.EndsWith("/json", StringComparison.OrdinalIgnoreCase)
            || mediaType.EndsWith("+json", StringComparison.OrdinalIgnoreCase)
        )
        {
            return DataKind.Json;
        }
        return
            mediaType.StartsWith("text/", StringComparison.OrdinalIgnoreCase) && Utf8.IsValid(body)
            ? DataKind.Text
            : DataKind.Binary;
    }

    private static EventFault? Add(
        OrderedDictionary<string, byte[]> attributes,
        string header,
        string value,
        bool isEncoded
    )
    {
        var name = header[Prefix.Length..].ToLowerInvariant();
        if (
            name.Length is 0 or > LongestName
            || !name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c))
        )
        {
            return new EventFault(
                $"expected an attribute's name of at most {LongestName} letters and digits after ce-",
                Shown(header)
            );
        }
        if (name is "data" or "datacontenttype")
        {
            return new EventFault(
                "expected no such header: the body is the data, Content-Type is its type",
                header
            );
        }
        byte[] decoded;
        if (!isEncoded)
        {
            decoded = Encoding.UTF8.GetBytes(value);
        }
        else if (!TryDecode(value, out decoded))
        {
            return new EventFault("expected percent-encoded UTF-8, found other bytes", header);
        }
        return attributes.TryAdd(name, decoded)
            ? null
            : new EventFault("expected the header once, found it twice", header);
    }

    private static string Shown(string header) =>
        header.Length > LongestName ? header[..LongestName] + "…" : header;

    /// <summary>
    /// Takes off double quotes and the backslashes in them, as older senders write them, and then one round of percent-encoding. A percent sign that no two
    /// hexadecimal digits follow stands for itself.
    /// </summary>
    private static bool TryDecode(string value, out byte[] decoded)
    {
        var text = value.AsSpan().Trim(" \t");
        var isQuoted = text.Length >= 2 && text[0] == '"' && text[^1] == '"';
        var bytes = Encoding.UTF8.GetBytes(isQuoted ? Unquoted(text[1..^1]) : text.ToString());
        var length = 0;
        for (var i = 0; i < bytes.Length; i++)
        {
            if (
                bytes[i] == '%'
                && i + 2 < bytes.Length
                && byte.TryParse(
                    bytes.AsSpan(i + 1, 2),
                    NumberStyles.AllowHexSpecifier,
                    CultureInfo.InvariantCulture,
                    out var b
                )
            )
            {
                bytes[length++] = b;
                i += 2;
            }
            else
            {
                bytes[length++] = bytes[i];
            }
        }
        decoded = bytes[..length];
        return Utf8.IsValid(decoded);
    }

    private static string Unquoted(ReadOnlySpan<char> text)
    {
        var result = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\' && i + 1 < text.Length)
            {
                i++;
            }
            result.Append(text[i]);
        }
        return result.ToString();
    }
}
