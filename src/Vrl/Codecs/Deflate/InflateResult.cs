namespace Freshet.Vrl.Codecs.Deflate;

/// <summary>How decompressing ended.</summary>
internal enum InflateResult
{
    Complete,

    /// <summary>The data breaks off.</summary>
    Truncated,
    Corrupt,

    /// <summary>The result would be beyond the limit.</summary>
    TooLarge,
}
