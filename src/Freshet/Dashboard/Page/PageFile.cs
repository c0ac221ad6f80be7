using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Freshet.Dashboard.Page;

/// <summary>A file of the page, in each coding that it is sent in: compressed once, as far as goes, when somebody first wants it so.</summary>
internal sealed class PageFile
{
    private static readonly Dictionary<string, string> MediaTypes = new(StringComparer.Ordinal)
    {
        [".css"] = "text/css; charset=utf-8",
        [".html"] = "text/html; charset=utf-8",
        [".ico"] = "image/x-icon",
        [".js"] = "text/javascript; charset=utf-8",
        [".json"] = "application/json",
        [".map"] = "application/json",
        [".png"] = "image/png",
        [".svg"] = "image/svg+xml",
        [".webmanifest"] = "application/manifest+json",
        [".woff2"] = "font/woff2",
    };

    /// <summary>Those that are compressed already.</summary>
    private static readonly string[] Packed = [".ico", ".png", ".woff2"];

    private readonly byte[] content;
    private readonly string tag;
    private readonly bool isPacked;
    private readonly Lazy<byte[]> brotli;
    private readonly Lazy<byte[]> gzip;

    /// <param name="path">Its path, whose end says what it is.</param>
    /// <param name="content">What it holds.</param>
    public PageFile(string path, byte[] content)
    {
        this.content = content;
        var ending = Path.GetExtension(path);
        MediaType = MediaTypes.GetValueOrDefault(ending, "application/octet-stream");
        isPacked = Packed.Contains(ending);
        tag = Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 12));
        brotli = new(() => Pack(to => new BrotliStream(to, CompressionLevel.SmallestSize)));
        gzip = new(() => Pack(to => new GZipStream(to, CompressionLevel.SmallestSize)));
    }

    public string MediaType { get; }

    /// <summary>Answers with it, or with 304 where the client has it.</summary>
    public async Task AnswerAsync(HttpContext http)
    {
        var (coding, bytes) = In(http.Request);
        var response = http.Response;
        // RFC 9110, section 8.8.3: each coding is a representation of its own.
        var entityTag = new EntityTagHeaderValue(
            $"\"{tag}{(coding is null ? "" : $"-{coding}")}\""
        );
        response.Headers.ETag = entityTag.ToString();
        response.Headers.Vary = HeaderNames.AcceptEncoding;
        response.Headers.XContentTypeOptions = "nosniff";
        if (
            http
                .Request.GetTypedHeaders()
                .IfNoneMatch.Any(known =>
                    known.Equals(EntityTagHeaderValue.Any)
                    || known.Compare(entityTag, useStrongComparison: false)
                )
        )
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }
        response.ContentType = MediaType;
        response.ContentLength = bytes.Length;
        if (coding is not null)
        {
            response.Headers.ContentEncoding = coding;
        }
        if (!HttpMethods.IsHead(http.Request.Method))
        {
            await response.Body.WriteAsync(bytes, http.RequestAborted);
        }
    }

    private (string? Coding, byte[] Bytes) In(HttpRequest request)
    {
        if (isPacked)
        {
            return (null, content);
        }
        var accepted = request
            .GetTypedHeaders()
            .AcceptEncoding.Where(coding => coding.Quality is not 0)
            .Select(coding => coding.Value.ToString())
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        return accepted.Contains("br") ? ("br", brotli.Value)
            : accepted.Contains("gzip") ? ("gzip", gzip.Value)
            : (null, content);
    }

    private byte[] Pack(Func<Stream, Stream> packing)
    {
        using var packed = new MemoryStream();
        using (var stream = packing(packed))
        {
            stream.Write(content);
        }
        return packed.ToArray();
    }
}
