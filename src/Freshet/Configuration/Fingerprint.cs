using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Freshet.Toml;

namespace Freshet.Configuration;

/// <summary>
/// A SHA-256 of what a part of a configuration came to: two that are equal were made of the same. It can be kept and compared without keeping what it was made of, which may be secrets.
/// </summary>
/// <param name="Hash">The hash in hexadecimal digits.</param>
internal readonly record struct Fingerprint(string Hash)
{
    /// <summary>That of a value: its kinds, texts and keys in their order, and not where they were written. In doubt two are different: <c>"1"</c> and <c>1</c> are.</summary>
    public static Fingerprint Of(TomlValue value)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(hash, value);
        return Take(hash);
    }

    /// <summary>That of texts in their order.</summary>
    public static Fingerprint Of(IEnumerable<string> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var part in parts)
        {
            Add(hash, part);
        }
        return Take(hash);
    }

    /// <summary>That of bytes.</summary>
    public static Fingerprint Of(ReadOnlySpan<byte> bytes) =>
        new(Convert.ToHexStringLower(SHA256.HashData(bytes)));

    /// <summary>That of this one and others, in their order.</summary>
    public Fingerprint With(IEnumerable<Fingerprint> others) =>
        Of(others.Prepend(this).Select(one => one.Hash ?? ""));

    public override string ToString() => Hash;

    private static Fingerprint Take(IncrementalHash hash) =>
        new(Convert.ToHexStringLower(hash.GetHashAndReset()));

    private static void Add(IncrementalHash hash, TomlValue value)
    {
        Add(hash, value.GetType().Name);
        switch (value)
        {
            case TomlTable table:
                Add(hash, table.Properties.Count);
                foreach (var property in table.Properties)
                {
                    Add(hash, property.Key);
                    Add(hash, property.Value);
                }
                break;
            case TomlArray array:
                Add(hash, array.Items.Count);
                array.Items.ForEach(item => Add(hash, item));
                break;
            default:
                Add(
                    hash,
                    value switch
                    {
                        TomlString text => text.Value,
                        TomlText text => text.Text,
                        TomlInteger number => number.Value.ToString(CultureInfo.InvariantCulture),
                        TomlFloat number => number.Value.ToString(
                            "R",
                            CultureInfo.InvariantCulture
                        ),
                        TomlBoolean boolean => boolean.Value ? "true" : "false",
                        TomlDateTime date => date.Text,
                        _ => throw new ArgumentException(
                            $"{value.Kind} has no fingerprint",
                            nameof(value)
                        ),
                    }
                );
                break;
        }
    }

    /// <summary>With its length before it, so that no two sequences of texts look alike.</summary>
    private static void Add(IncrementalHash hash, string text)
    {
        Add(hash, Encoding.UTF8.GetByteCount(text));
        hash.AppendData(Encoding.UTF8.GetBytes(text));
    }

    private static void Add(IncrementalHash hash, int number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, number);
        hash.AppendData(bytes);
    }
}
