namespace Freshet.Sources.Files;

/// <summary>What came of reading a file.</summary>
internal abstract record FileContent
{
    /// <summary>It was read, and nobody wrote to it meanwhile.</summary>
    /// <param name="Bytes">All of it; empty where the parser does not look at it.</param>
    /// <param name="Digest">Of the bytes; 0 where they were not read.</param>
    /// <param name="Headers">Of its events.</param>
    public sealed record Found(
        ReadOnlyMemory<byte> Bytes,
        UInt128 Digest,
        Dictionary<string, string> Headers
    ) : FileContent;

    /// <summary>Nobody will make events of it as it is.</summary>
    /// <param name="Bytes">What of it is to be kept.</param>
    /// <param name="Digest">Of its bytes; 0 where they were not read.</param>
    /// <param name="Reason">Why.</param>
    public sealed record Refused(ReadOnlyMemory<byte> Bytes, UInt128 Digest, string Reason)
        : FileContent;

    /// <summary>It is not what the look saw: it is still written to, or gone.</summary>
    public sealed record Unsettled : FileContent;

    /// <summary>It cannot be read now.</summary>
    public sealed record Unreadable(string Reason) : FileContent;
}
