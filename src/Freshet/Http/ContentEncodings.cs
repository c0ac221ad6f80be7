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

    private const byte Zeros = 0x00;
    private const byte Ones = 0xff;

    private const int Most = 2;
    private const int LongestShownName = 32;

    private static readonly Func<Stream, CompressionMode, Stream> Gzip = (packed, mode) =>
        new GZipStream(packed, mode);

    private static readonly Func<Stream, CompressionMode, Stream> Zlib = (packed, mode) =>
        new ZLibStream(packed, mode);

    private static readonly Func<Stream, CompressionMode, Stream> Deflate = (packed, mode) =>
        new DeflateStream(packed, mode);

    private static readonly BodyResult Corrupt = new(
        BodyOutcome.Corrupt,
        Reason: "the body is not intact data of its content encoding"
    );

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
            return Inflate(Gzip, packed, limit, Zeros);
        }
        // "deflate" is the zlib format (RFC 9110, section 8.4.1.2), yet many clients send the bare DEFLATE stream.
        if (HasZlibHeader(packed.Span))
        {
            var zlib = Inflate(Zlib, packed, limit, Zeros);
            if (zlib.Outcome != BodyOutcome.Corrupt)
            {
                return zlib;
            }
        }
        // The bare stream has no checksum, and padding that happens to be the code for the end of a block would hide a cut. That code
        // cannot be all zeros and all ones, so either the one or the other tells.
        var bare = Inflate(Deflate, packed, limit, Ones);
        return bare.IsComplete ? Inflate(Deflate, packed, limit, Zeros) : bare;
    }

    private static bool HasZlibHeader(ReadOnlySpan<byte> packed) =>
        packed is [var method, var flags, ..]
        && (method & 0x0f) == 8
        && ((method << 8) | flags) % 31 == 0;

    private static BodyResult Inflate(
        Func<Stream, CompressionMode, Stream> open,
        ReadOnlyMemory<byte> packed,
        int limit,
        byte padding
    )
    {
        try
        {
            using var source = new PaddedStream(packed, padding);
            using var unpacking = open(source, CompressionMode.Decompress);
            var content = new ArrayBufferWriter<byte>(Math.Min(packed.Length, limit) + 1);
            while (content.WrittenCount <= limit)
            {
                var room = content.GetSpan();
                var read = unpacking.Read(
                    room[..Math.Min(room.Length, limit - content.WrittenCount + 1)]
                );
                if (read == 0)
                {
                    return source.IsOverrun
                        ? Corrupt
                        : new(BodyOutcome.Complete, packed, content.WrittenMemory);
                }
                if (source.IsExhausted)
                {
                    return Corrupt;
                }
                content.Advance(read);
            }
            return new(
                BodyOutcome.TooLarge,
                Reason: $"the body unpacks to more than {limit} bytes"
            );
        }
        // An IOException is what zlib's rarer complaints come as: a preset dictionary that is not there.
        catch (Exception fault) when (fault is InvalidDataException or IOException)
        {
            return Corrupt;
        }
    }
}
