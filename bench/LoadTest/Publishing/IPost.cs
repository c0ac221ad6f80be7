namespace Freshet.LoadTest.Publishing;

/// <summary>Requests that publish, for a <see cref="Lane"/> to send.</summary>
internal interface IPost
{
    /// <summary>The length that none exceeds, in bytes.</summary>
    int Longest { get; }

    /// <summary>Writes a whole request.</summary>
    /// <param name="lane">The lane that its events are of.</param>
    /// <param name="firstIndex">The index of the first on it.</param>
    /// <returns>Its length.</returns>
    int Write(Span<byte> target, int lane, int firstIndex);
}
