using System.Buffers;
using System.Text;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Parse;

/// <summary>Pairs of keys and values as forms and the queries of URLs have them: <c>a=1&amp;b=%20+</c>.</summary>
internal static class QueryString
{
    /// <summary>The pairs in their order; a pair without <c>=</c> has an empty value, empty pairs are none.</summary>
    public static List<KeyValuePair<string, Value>> Read(ReadOnlySpan<byte> query)
    {
        var pairs = new List<KeyValuePair<string, Value>>();
        while (!query.IsEmpty)
        {
            var end = query.IndexOf((byte)'&');
            var pair = end < 0 ? query : query[..end];
            query = end < 0 ? [] : query[(end + 1)..];
            if (pair.IsEmpty)
            {
                continue;
            }
            var middle = pair.IndexOf((byte)'=');
            var key = middle < 0 ? pair : pair[..middle];
            var value = middle < 0 ? [] : pair[(middle + 1)..];
            pairs.Add(new(Decode(key), Value.From(Decode(value))));
        }
        return pairs;
    }

    private static string Decode(ReadOnlySpan<byte> text)
    {
        if (text.IndexOfAny((byte)'%', (byte)'+') < 0)
        {
            return Encoding.UTF8.GetString(text);
        }
        var decoded = ArrayPool<byte>.Shared.Rent(text.Length);
        var length = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var b = text[i] == '+' ? (byte)' ' : text[i];
            if (b == '%' && PercentEncoding.TryReadByte(text[i..], out var escaped))
            {
                b = escaped;
                i += 2;
            }
            decoded[length++] = b;
        }
        var result = Encoding.UTF8.GetString(decoded, 0, length);
        ArrayPool<byte>.Shared.Return(decoded);
        return result;
    }
}
