using System.Security.Cryptography;

namespace Freshet.Vrl.Ciphers;

/// <summary>AES in cipher block chaining mode (NIST SP 800-38A).</summary>
internal sealed class AesChaining(int keySize, BlockPadding padding) : Cipher(keySize, Block)
{
    private const int Block = 16;

    public override byte[] Encrypt(
        ReadOnlySpan<byte> plaintext,
        ReadOnlySpan<byte> key,
        ReadOnlySpan<byte> nonce
    )
    {
        using var aes = Aes.Create();
        aes.SetKey(key);
        return aes.EncryptCbc(Pad(plaintext), nonce, PaddingMode.None);
    }

    public override byte[]? Decrypt(
        ReadOnlySpan<byte> ciphertext,
        ReadOnlySpan<byte> key,
        ReadOnlySpan<byte> nonce
    )
    {
        if (ciphertext.IsEmpty || ciphertext.Length % Block != 0)
        {
            return null;
        }
        using var aes = Aes.Create();
        aes.SetKey(key);
        var padded = aes.DecryptCbc(ciphertext, nonce, PaddingMode.None);
        var length = LengthInLast(padded.AsSpan(^Block..));
        return length < 0 ? null : padded[..(padded.Length - Block + length)];
    }

    private byte[] Pad(ReadOnlySpan<byte> text)
    {
        var count = Block - (text.Length % Block);
        var padded = new byte[text.Length + count];
        text.CopyTo(padded);
        var filling = padded.AsSpan(text.Length);
        switch (padding)
        {
            case BlockPadding.AnsiX923:
                filling[^1] = (byte)count;
                break;
            case BlockPadding.Iso7816:
                filling[0] = 0x80;
                break;
            default:
                filling.Fill((byte)count);
                break;
        }
        return padded;
    }

    /// <summary>How much of the last block is text; -1 where it is not padded as it should be.</summary>
    private int LengthInLast(ReadOnlySpan<byte> block)
    {
        if (padding == BlockPadding.Iso7816)
        {
            var mark = block.LastIndexOfAnyExcept((byte)0);
            return mark >= 0 && block[mark] == 0x80 ? mark : -1;
        }
        var count = block[^1];
        if (count is 0 or > Block)
        {
            return -1;
        }
        var length = Block - count;
        var filling = block[length..^1];
        return padding switch
        {
            BlockPadding.Pkcs7 when filling.ContainsAnyExcept(count) => -1,
            BlockPadding.AnsiX923 when filling.ContainsAnyExcept((byte)0) => -1,
            _ => length,
        };
    }
}
