namespace Freshet.Vrl.Ciphers;

/// <summary>A way to encrypt with a key and a nonce (initialisation vector) of fixed sizes. Thread-safe.</summary>
/// <param name="keySize">Bytes of the key.</param>
/// <param name="nonceSize">Bytes of the nonce.</param>
internal abstract class Cipher(int keySize, int nonceSize)
{
    public int KeySize => keySize;

    public int NonceSize => nonceSize;

    public abstract byte[] Encrypt(
        ReadOnlySpan<byte> plaintext,
        ReadOnlySpan<byte> key,
        ReadOnlySpan<byte> nonce
    );

    /// <summary>The plaintext; null where the ciphertext is none of this key, nonce and way, as far as the way can tell.</summary>
    public abstract byte[]? Decrypt(
        ReadOnlySpan<byte> ciphertext,
        ReadOnlySpan<byte> key,
        ReadOnlySpan<byte> nonce
    );
}
