using System.Security.Cryptography;

namespace Freshet.Vrl.Ciphers;

/// <summary>
/// AES-SIV (RFC 5297): the first half of the key makes a tag of the nonce and the text, and the tag is the counter that the second half encrypts with.
/// The tag comes before the ciphertext. Before the nonce goes an empty text, the associated data that there is none of.
/// </summary>
internal sealed class AesSynthetic(int keySize) : Cipher(keySize, Block)
{
    private const int Block = 16;

    public override byte[] Encrypt(
        ReadOnlySpan<byte> plaintext,
        ReadOnlySpan<byte> key,
        ReadOnlySpan<byte> nonce
    )
    {
        var tag = Tag(key[..(KeySize / 2)], nonce, plaintext);
        return [.. tag, .. Stream(plaintext, key[(KeySize / 2)..], tag)];
    }

    public override byte[]? Decrypt(
        ReadOnlySpan<byte> ciphertext,
        ReadOnlySpan<byte> key,
        ReadOnlySpan<byte> nonce
    )
    {
        if (ciphertext.Length < Block)
        {
            return null;
        }
        var plaintext = Stream(ciphertext[Block..], key[(KeySize / 2)..], ciphertext[..Block]);
        var tag = Tag(key[..(KeySize / 2)], nonce, plaintext);
        return CryptographicOperations.FixedTimeEquals(tag, ciphertext[..Block]) ? plaintext : null;
    }

    private static byte[] Stream(
        ReadOnlySpan<byte> text,
        ReadOnlySpan<byte> key,
        ReadOnlySpan<byte> tag
    )
    {
        using var aes = Aes.Create();
        aes.SetKey(key);
        // Two bits are cleared, so that additions of 64 bits are as good as of 128: no carry gets there.
        var counter = tag.ToArray();
        counter[8] &= 0x7F;
        counter[12] &= 0x7F;
        var blocks = new byte[(text.Length + Block - 1) / Block * Block];
        for (var block = blocks.AsSpan(); !block.IsEmpty; block = block[Block..])
        {
            counter.CopyTo(block);
            Increment(counter);
        }
        var result = new byte[text.Length];
        KeyStream.Combine(text, aes.EncryptEcb(blocks, PaddingMode.None), result);
        return result;
    }

    /// <summary>S2V over three strings: nothing, the nonce, the text.</summary>
    private static byte[] Tag(
        ReadOnlySpan<byte> key,
        ReadOnlySpan<byte> nonce,
        ReadOnlySpan<byte> text
    )
    {
        using var aes = Aes.Create();
        aes.SetKey(key);
        var sum = Authenticate(aes, new byte[Block]);
        Double(sum);
        KeyStream.Combine(sum, Authenticate(aes, []), sum);
        Double(sum);
        KeyStream.Combine(sum, Authenticate(aes, nonce), sum);
        if (text.Length >= Block)
        {
            var mixed = text.ToArray();
            var end = mixed.AsSpan(^Block..);
            KeyStream.Combine(sum, end, end);
            return Authenticate(aes, mixed);
        }
        Double(sum);
        Span<byte> padded = stackalloc byte[Block];
        padded.Clear();
        text.CopyTo(padded);
        padded[text.Length] = 0x80;
        KeyStream.Combine(sum, padded, sum);
        return Authenticate(aes, sum);
    }

    /// <summary>CMAC (RFC 4493): the last block of what chained encryption makes of the text, with a mask on the last.</summary>
    private static byte[] Authenticate(Aes aes, ReadOnlySpan<byte> text)
    {
        var mask = aes.EncryptEcb(new byte[Block], PaddingMode.None);
        Double(mask);
        var blocks = Math.Max(1, (text.Length + Block - 1) / Block);
        var padded = new byte[blocks * Block];
        text.CopyTo(padded);
        if (text.Length != padded.Length)
        {
            padded[text.Length] = 0x80;
            Double(mask);
        }
        var last = padded.AsSpan(^Block..);
        KeyStream.Combine(mask, last, last);
        return aes.EncryptCbc(padded, new byte[Block], PaddingMode.None)[^Block..];
    }

    /// <summary>Multiplies by x in the field of 2 to the 128.</summary>
    private static void Double(Span<byte> block)
    {
        var carry = (block[0] >> 7) * 0x87;
        for (var i = 0; i < Block; i++)
        {
            block[i] = (byte)((block[i] << 1) | (i + 1 < Block ? block[i + 1] >> 7 : 0));
        }
        block[^1] ^= (byte)carry;
    }

    private static void Increment(Span<byte> counter)
    {
        for (var i = Block - 1; i >= 0 && ++counter[i] == 0; i--) { }
    }
}
