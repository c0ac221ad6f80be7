namespace Freshet.Http;

/// <summary>How a body is packed.</summary>
internal enum ContentEncoding
{
    /// <summary>RFC 1952.</summary>
    Gzip,

    /// <summary>RFC 1950, or the bare stream of RFC 1951.</summary>
    Deflate,
}
