using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Freshet.Transformers;

/// <summary>A value by its SHA-256: 32 bytes, however long it is.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct KeyDigest(long First, long Second, long Third, long Fourth)
{
    public static KeyDigest Of(ReadOnlySpan<byte> key)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(key, hash);
        return MemoryMarshal.Read<KeyDigest>(hash);
    }
}

/// <summary>The keys seen last, at most <paramref name="capacity"/>; to be used by one thread at a time.</summary>
internal sealed class RecentKeys(int capacity)
{
    private readonly Dictionary<KeyDigest, LinkedListNode<KeyDigest>> nodes = [];
    private readonly LinkedList<KeyDigest> oldestFirst = [];

    public IEnumerable<KeyDigest> OldestFirst => oldestFirst;

    public bool Contains(KeyDigest key) => nodes.ContainsKey(key);

    /// <summary>Makes the key the one seen last; the one seen longest ago is forgotten where there is no room.</summary>
    public void Add(KeyDigest key)
    {
        if (nodes.TryGetValue(key, out var node))
        {
            oldestFirst.Remove(node);
        }
        else if (nodes.Count < capacity)
        {
            node = new LinkedListNode<KeyDigest>(key);
            nodes.Add(key, node);
        }
        else
        {
            // The oldest one's node is used again: a full memory does not feed the garbage collector.
            node = oldestFirst.First!;
            oldestFirst.Remove(node);
            nodes.Remove(node.Value);
            node.Value = key;
            nodes.Add(key, node);
        }
        oldestFirst.AddLast(node);
    }
}
