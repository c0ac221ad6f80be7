using System.Text;

namespace Freshet.Vrl.Values;

/// <summary>A string of the language: bytes that never change, mostly UTF-8. Ordered by bytes.</summary>
public sealed class Bytes : IEquatable<Bytes>, IComparable<Bytes>
{
    private readonly ReadOnlyMemory<byte> memory;
    private string? text;

    /// <param name="memory">The bytes; whoever made them must not change them any more.</param>
    public Bytes(ReadOnlyMemory<byte> memory) => this.memory = memory;

    private Bytes(string text)
    {
        memory = Encoding.UTF8.GetBytes(text);
        this.text = text;
    }

    public static Bytes Empty { get; } = new("");

    public int Length => memory.Length;

    public ReadOnlyMemory<byte> Memory => memory;

    public ReadOnlySpan<byte> Span => memory.Span;

    /// <summary>The text's UTF-8; a lone surrogate becomes U+FFFD.</summary>
    public static Bytes From(string text)
    {
        if (text.Length == 0)
        {
            return Empty;
        }
        foreach (var c in text)
        {
            if (char.IsSurrogate(c))
            {
                // Kept text must be what the bytes say: a lone surrogate is not.
                return new Bytes((ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(text));
            }
        }
        return new Bytes(text);
    }

    public bool Equals(Bytes? other) => other is not null && Span.SequenceEqual(other.Span);

    public override bool Equals(object? obj) => Equals(obj as Bytes);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(Span);
        return hash.ToHashCode();
    }

    public int CompareTo(Bytes? other) => other is null ? 1 : Span.SequenceCompareTo(other.Span);

    /// <summary>The text; each sequence of bytes that is no UTF-8 becomes U+FFFD.</summary>
    public override string ToString() => text ??= Encoding.UTF8.GetString(Span);
}
