namespace Freshet.Vrl.Codecs;

/// <summary>Takes what a decompressor gives, up to a limit: a few bytes can stand for any number.</summary>
/// <param name="limit">Bytes that it takes at most.</param>
internal sealed class BoundedBuffer(int limit = BoundedBuffer.DefaultLimit)
{
    /// <summary>256 MiB: more than an event should ever be, and no danger to the process.</summary>
    public const int DefaultLimit = 256 << 20;

    private byte[] bytes = new byte[Math.Min(limit, 1024)];

    public int Count { get; private set; }

    /// <summary>Bytes that it still takes.</summary>
    public int Left => limit - Count;

    public ReadOnlySpan<byte> Written => bytes.AsSpan(0, Count);

    public ReadOnlyMemory<byte> Memory => bytes.AsMemory(0, Count);

    public bool TryAppend(byte value)
    {
        if (Count == bytes.Length && !TryGrow(1))
        {
            return false;
        }
        bytes[Count++] = value;
        return true;
    }

    public bool TryAppend(ReadOnlySpan<byte> values)
    {
        if (!TryGrow(values.Length))
        {
            return false;
        }
        values.CopyTo(bytes.AsSpan(Count));
        Count += values.Length;
        return true;
    }

    public bool TryFill(byte value, int count)
    {
        if (!TryGrow(count))
        {
            return false;
        }
        bytes.AsSpan(Count, count).Fill(value);
        Count += count;
        return true;
    }

    /// <summary>Appends what was written that far back; where the length goes beyond that, what is appended is repeated.</summary>
    /// <param name="distance">1 to <see cref="Count"/>.</param>
    /// <param name="length">Bytes to append.</param>
    public bool TryCopy(int distance, int length)
    {
        if (!TryGrow(length))
        {
            return false;
        }
        while (length > 0)
        {
            var part = Math.Min(distance, length);
            bytes.AsSpan(Count - distance, part).CopyTo(bytes.AsSpan(Count));
            Count += part;
            length -= part;
            // What was just appended continues the pattern: the next part may be twice as long.
            distance += part;
        }
        return true;
    }

    private bool TryGrow(int more)
    {
        if (more > Left)
        {
            return false;
        }
        if (Count + more > bytes.Length)
        {
            Array.Resize(
                ref bytes,
                (int)Math.Min(limit, Math.Max((long)bytes.Length * 2, Count + more))
            );
        }
        return true;
    }
}
