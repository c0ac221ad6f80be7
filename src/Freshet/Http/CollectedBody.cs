using System.Buffers;

namespace Freshet.Http;

/// <summary>A body that comes in pieces, put together in one array as they come.</summary>
/// <param name="announced">Its <c>Content-Length</c>; null where it has none.</param>
internal sealed class CollectedBody(long? announced)
{
    /// <summary>How much is set aside on the word of <c>Content-Length</c> alone; a larger body grows its memory as it comes.</summary>
    private const int LargestTrustedLength = 64 * 1024;

    private const int FirstChunk = 4 * 1024;

    /// <summary>How many times what came may be set aside for what was announced: a body of a batch is copied once or twice on its way.</summary>
    private const int Growth = 4;

    private byte[] bytes = [];

    public int Length { get; private set; }

    /// <summary>What came by now.</summary>
    public ReadOnlyMemory<byte> Content => bytes.AsMemory(0, Length);

    public void Add(in ReadOnlySequence<byte> piece)
    {
        var length = Length + (int)piece.Length;
        if (length > bytes.Length)
        {
            Grow(length);
        }
        piece.CopyTo(bytes.AsSpan(Length));
        Length = length;
    }

    private void Grow(int needed)
    {
        var ahead = Math.Max((long)bytes.Length * Growth, LargestTrustedLength);
        var size = announced is { } length
            ? Math.Min(length, ahead)
            : Math.Min(Math.Max((long)bytes.Length * 2, FirstChunk), Array.MaxLength);
        var larger = GC.AllocateUninitializedArray<byte>((int)Math.Max(needed, size));
        Content.CopyTo(larger);
        bytes = larger;
    }
}
