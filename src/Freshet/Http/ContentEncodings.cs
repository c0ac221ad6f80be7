using System.Buffers;
using System.IO.Compression;
using Freshet.Http.Headers;
using Microsoft.Extensions.Primitives;

namespace Freshet.Http;

/// <summary>Undoes content encodings (RFC 9110, section 8.4): gzip and deflate, at most two of them, one over the other.</summary>
internal static class ContentEncodings
{
    /// <summary>What is understood, as <c>Accept-Encoding</c> tells it.</summary>
    public const string Understood = "gzip, deflate";

    private const int Most = 2;
    private const int LongestShownName = 32;

    /// <summary>The encodings in the order in which they were applied, without <c>identity</c>; or which of them is not understood.</summary>
    public static bool TryRead(
        StringValues header,
        out IReadOnlyList<ContentEncoding> encodings,
        out string fault
    )
    {
        fault = "";
        encodings = [];
        if (header.Count == 0)
        {
            return true;
        }
        var found = new List<ContentEncoding>();
        foreach (
            var name in header
                .ToString()
                .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        )
        {
            switch (name.ToLowerInvariant())
            {
                case "identity":
                    break;
                case "gzip" or "x-gzip":
                    found.Add(ContentEncoding.Gzip);
                    break;
                case "deflate":
                    found.Add(ContentEncoding.Deflate);
                    break;
                default:
                    var shown =
                        HeaderName.IsToken(name) && name.Length <= LongestShownName
                            ? name
                            : "given";
                    fault =
                        $"the content encoding {shown} is not understood; use {Understood} or none";
                    return false;
            }
            if (found.Count > Most)
            {
                fault = $"more than {Most} content encodings are given";
                return false;
            }
        }
        encodings = found;
        return true;
    }

    /// <summary>Undoes the last encoding first; each step's result is held to the limit, so that a bomb stops there.</summary>
    public static BodyResult Unpack(
        ReadOnlyMemory<byte> sent,
        IReadOnlyList<ContentEncoding> encodings,
        int limit
    )
    {
        var content = sent;
        foreach (var encoding in encodings.Reverse())
        {
            var step = Undo(encoding, content, limit);
            if (!step.IsComplete)
            {
                return step;
            }
            content = step.Content;
        }
        return new(BodyOutcome.Complete, sent, content);
    }

    private static BodyResult Undo(ContentEncoding encoding, ReadOnlyMemory<byte> packed, int limit)
    {
        if (encoding == ContentEncoding.Gzip)
        {
            return Inflate(
                packed,
                limit,
                "gzip",
                static bytes => new GZipStream(bytes, CompressionMode.Decompress)
            );
        }
        // "deflate" is the zlib format (RFC 9110, section 8.4.1.2), yet many clients send the bare DEFLATE stream.
        if (
            packed.Span is [var method, var flags, ..]
            && (method & 0x0f) == 8
            && ((method << 8) | flags) % 31 == 0
        )
        {
            var zlib = Inflate(
                packed,
                limit,
                "deflate",
                static bytes => new ZLibStream(bytes, CompressionMode.Decompress)
            );
            if (zlib.Outcome != BodyOutcome.Corrupt)
            {
                return zlib;
            }
        }
        return Inflate(
            packed,
            limit,
            "deflate",
            static bytes => new DeflateStream(bytes, CompressionMode.Decompress)
        );
    }

    private static BodyResult Inflate(
        ReadOnlyMemory<byte> packed,
        int limit,
        string name,
        Func<Stream, Stream> open
    )
    {
        try
        {
            using var source = new PaddedStream(packed);
            using var unpacking = open(source);
            var content = new ArrayBufferWriter<byte>(
                (int)Math.Clamp(packed.Length, 256L, Math.Max(256L, limit))
            );
            while (content.WrittenCount <= limit)
            {
                var room = content.GetSpan();
                var read = unpacking.Read(
                    room[..(int)Math.Min(room.Length, limit + 1L - content.WrittenCount)]
                );
                if (read == 0)
                {
                    return new(BodyOutcome.Complete, packed, content.WrittenMemory);
                }
                if (source.IsExhausted)
                {
                    return Corrupt(name);
                }
                content.Advance(read);
            }
            return new(
                BodyOutcome.TooLarge,
                Reason: $"the body unpacks to more than {limit} bytes"
            );
        }
        catch (InvalidDataException)
        {
            return Corrupt(name);
        }
    }

    private static BodyResult Corrupt(string name) =>
        new(BodyOutcome.Corrupt, Reason: $"the body is not intact {name} data");
}
