using System.Buffers.Binary;
using System.Security.Cryptography;
using Freshet.Vrl.Network;

namespace Freshet.Vrl.Ciphers;

/// <summary>Encrypts IP addresses as IP addresses (draft-denis-ipcrypt): <c>ipcrypt-deterministic</c> and <c>ipcrypt-pfx</c>.</summary>
internal static class IpCrypt
{
    private const int Block = 16;

    /// <summary>The address as one block of AES-128. What comes out is mostly of version 6.</summary>
    public static IpAddress Encrypt(IpAddress address, ReadOnlySpan<byte> key)
    {
        using var aes = Aes.Create();
        aes.SetKey(key);
        return IpAddress.FromMapped(EncryptBlock(aes, address.Mapped));
    }

    /// <inheritdoc cref="Encrypt"/>
    public static IpAddress Decrypt(IpAddress address, ReadOnlySpan<byte> key)
    {
        using var aes = Aes.Create();
        aes.SetKey(key);
        Span<byte> block = stackalloc byte[Block];
        BinaryPrimitives.WriteUInt128BigEndian(block, address.Mapped);
        return IpAddress.FromMapped(
            BinaryPrimitives.ReadUInt128BigEndian(aes.DecryptEcb(block, PaddingMode.None))
        );
    }

    /// <summary>
    /// Each bit is turned or kept as the bits before it say, under two keys of AES-128: so addresses that begin alike do so afterwards.
    /// The version stays.
    /// </summary>
    public static IpAddress EncryptPrefix(IpAddress address, ReadOnlySpan<byte> key) =>
        Prefix(address, key, isDecrypting: false);

    /// <inheritdoc cref="EncryptPrefix"/>
    public static IpAddress DecryptPrefix(IpAddress address, ReadOnlySpan<byte> key) =>
        Prefix(address, key, isDecrypting: true);

    private static IpAddress Prefix(IpAddress address, ReadOnlySpan<byte> key, bool isDecrypting)
    {
        using var first = Aes.Create();
        first.SetKey(key[..Block]);
        using var second = Aes.Create();
        second.SetKey(key[Block..]);
        // The plain bits so far, with a one before them. Of version 4 the 96 bits of the mapped form come first.
        var before = address.IsV4 ? (UInt128.One << 96) | 0xFFFF : UInt128.One;
        UInt128 result = 0;
        for (var bit = address.Width - 1; bit >= 0; bit--)
        {
            var turn = (EncryptBlock(first, before) ^ EncryptBlock(second, before)) & 1;
            var given = (address.Bits >> bit) & 1;
            var made = given ^ turn;
            result = (result << 1) | made;
            before = (before << 1) | (isDecrypting ? made : given);
        }
        return address with { Bits = result };
    }

    private static UInt128 EncryptBlock(Aes aes, UInt128 value)
    {
        Span<byte> block = stackalloc byte[Block];
        BinaryPrimitives.WriteUInt128BigEndian(block, value);
        aes.EncryptEcb(block, block, PaddingMode.None);
        return BinaryPrimitives.ReadUInt128BigEndian(block);
    }
}
