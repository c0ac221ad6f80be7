using System.Text;
using Freshet.Vrl.Ciphers;
using Shouldly;
using Xunit;

namespace Vrl.Tests.Ciphers;

public sealed class CipherTests
{
    private const string Text = "morethan1blockofdata";

    [Theory]
    [InlineData("AES-256-CFB", "d13392819a5e0e3d3c88dce72f3a5d9008538471")]
    [InlineData("AES-192-CFB", "55bd36db5abf617d2638eb6f6719997845ff4cf1")]
    [InlineData("AES-128-CFB", "fdf9ef1f4065efd05ac30c27ad5d0ed20b5a4b34")]
    [InlineData("AES-256-OFB", "d13392819a5e0e3d3c88dce72f3a5d90fe28896b")]
    [InlineData("AES-192-OFB", "55bd36db5abf617d2638eb6f67199978e4f44a1f")]
    [InlineData("AES-128-OFB", "fdf9ef1f4065efd05ac30c27ad5d0ed25169e9f4")]
    [InlineData("AES-256-CTR", "d13392819a5e0e3d3c88dce72f3a5d909a99a7b6")]
    [InlineData("AES-256-CTR-LE", "d13392819a5e0e3d3c88dce72f3a5d909a99a7b6")]
    [InlineData("AES-192-CTR-LE", "55bd36db5abf617d2638eb6f6719997888b6396e")]
    [InlineData("AES-128-CTR-LE", "fdf9ef1f4065efd05ac30c27ad5d0ed2760405ee")]
    [InlineData("AES-256-CTR-BE", "d13392819a5e0e3d3c88dce72f3a5d906bea1c09")]
    [InlineData("AES-192-CTR-BE", "55bd36db5abf617d2638eb6f671999788ab343fd")]
    [InlineData("AES-128-CTR-BE", "fdf9ef1f4065efd05ac30c27ad5d0ed2ae1576ab")]
    [InlineData(
        "AES-256-CBC-PKCS7",
        "802d394f1cf12c5202a00e1747d842f4f971f30cca4b0368bcb2e876551210b3"
    )]
    [InlineData(
        "AES-192-CBC-PKCS7",
        "fa47974f566ad4f5801c9f7dac2c3a74fbcae5f18c08ed5cf5ffeff8e90a9c2a"
    )]
    [InlineData(
        "AES-128-CBC-PKCS7",
        "9452b5fe45d9294e31d3fee63645059c68aef6820d44fd48d354386ea7ec9857"
    )]
    [InlineData(
        "AES-256-CBC-ANSIX923",
        "802d394f1cf12c5202a00e1747d842f4d9766a150a2692eaee0320eb9e8f9790"
    )]
    [InlineData(
        "AES-192-CBC-ANSIX923",
        "fa47974f566ad4f5801c9f7dac2c3a74bcafbddf3010dce7104c6be4033ba2f5"
    )]
    [InlineData(
        "AES-128-CBC-ANSIX923",
        "9452b5fe45d9294e31d3fee63645059c456e710f3902fe2f540fc518729522e3"
    )]
    [InlineData(
        "AES-256-CBC-ISO7816",
        "802d394f1cf12c5202a00e1747d842f48412ebe669efbc4ee8355c486e56b292"
    )]
    [InlineData(
        "AES-192-CBC-ISO7816",
        "fa47974f566ad4f5801c9f7dac2c3a74256c6e43723b4ebc71fe45b48361209b"
    )]
    [InlineData(
        "AES-128-CBC-ISO7816",
        "9452b5fe45d9294e31d3fee63645059c5770cf75ba8601519f778ff212ba9b30"
    )]
    [InlineData(
        "AES-256-CBC-ISO10126",
        "802d394f1cf12c5202a00e1747d842f4f971f30cca4b0368bcb2e876551210b3"
    )]
    [InlineData(
        "AES-128-SIV",
        "694d79b13516 9d4b9721 9d310f71e29ab215b2d2d04019fa28ff6f5a17ace555ced48174"
    )]
    [InlineData(
        "AES-256-SIV",
        "5b9b3e638cb9f8a4b9f815b0f96720bf847b16faefcd34272c4f2f30f6cd780b2241b935"
    )]
    [InlineData(
        "CHACHA20-POLY1305",
        "146de3c9bc21af75e331b9178f9b4f6f307d6ef47b24950fa08230b752e32e7bd73f9610"
    )]
    [InlineData(
        "XCHACHA20-POLY1305",
        "84d0533c5c88013961d3a137dfc0e0d368bc6e2d9885401908c56b691810dd21542391cf"
    )]
    [InlineData(
        "XSALSA20-POLY1305",
        "28c8b8881dc0c046a5c76ec8054209ce69528fafc7a8eb2e952814e843805b7785f38d6e"
    )]
    public void A_text_is_encrypted_as_upstream_encrypts_it(string algorithm, string hex)
    {
        CipherCatalogue.TryGet(algorithm, out var cipher).ShouldBeTrue();
        var key = Filled(cipher.KeySize);
        var nonce = Filled(cipher.NonceSize);

        var ciphertext = cipher.Encrypt(Encoding.ASCII.GetBytes(Text), key, nonce);

        Convert
            .ToHexStringLower(ciphertext)
            .ShouldBe(hex.Replace(" ", "", StringComparison.Ordinal));
        Encoding.ASCII.GetString(cipher.Decrypt(ciphertext, key, nonce)!).ShouldBe(Text);
    }

    [Fact]
    public void Every_cipher_gives_every_text_back()
    {
        var random = new Random(7);
        foreach (var name in CipherCatalogue.Names)
        {
            CipherCatalogue.TryGet(name, out var cipher).ShouldBeTrue();
            foreach (var length in (int[])[0, 1, 15, 16, 17, 63, 64, 65, 4095, 4096, 4097, 10_000])
            {
                var text = Random(random, length);
                var key = Random(random, cipher.KeySize);
                var nonce = Random(random, cipher.NonceSize);
                cipher
                    .Decrypt(cipher.Encrypt(text, key, nonce), key, nonce)
                    .ShouldBe(text, $"{name} {length}");
            }
        }
    }

    [Fact]
    public void Any_ciphertext_is_decrypted_or_refused()
    {
        var random = new Random(8);
        foreach (var name in CipherCatalogue.Names)
        {
            CipherCatalogue.TryGet(name, out var cipher).ShouldBeTrue();
            for (var length = 0; length < 80; length++)
            {
                var text = Random(random, length);
                var plaintext = cipher.Decrypt(
                    text,
                    Random(random, cipher.KeySize),
                    Random(random, cipher.NonceSize)
                );
                (plaintext?.Length ?? 0).ShouldBeLessThanOrEqualTo(length);
            }
        }
    }

    [Theory]
    [InlineData("AES-128-SIV")]
    [InlineData("AES-256-SIV")]
    [InlineData("CHACHA20-POLY1305")]
    [InlineData("XCHACHA20-POLY1305")]
    [InlineData("XSALSA20-POLY1305")]
    public void An_authenticated_text_that_was_changed_anywhere_is_refused(string algorithm)
    {
        CipherCatalogue.TryGet(algorithm, out var cipher).ShouldBeTrue();
        var key = Filled(cipher.KeySize);
        var nonce = Filled(cipher.NonceSize);
        var ciphertext = cipher.Encrypt(Encoding.ASCII.GetBytes(Text), key, nonce);
        for (var i = 0; i < ciphertext.Length; i++)
        {
            ciphertext[i] ^= 1;
            cipher.Decrypt(ciphertext, key, nonce).ShouldBeNull();
            ciphertext[i] ^= 1;
        }
        cipher.Decrypt(ciphertext.AsSpan(0, 15), key, nonce).ShouldBeNull();
    }

    /// <summary>RFC 8439, 2.8.2 has associated data, which there is none of here; its section 2.5.2 tests the tag alone.</summary>
    [Fact]
    public void Poly1305_gives_the_tag_of_its_standard()
    {
        var tag = new Poly1305(
            Convert.FromHexString(
                "85d6be7857556d337f4452fe42d506a80103808afb0db2fd4abff6af4149f51b"
            )
        );
        tag.Add("Cryptographic Forum Research Group"u8);
        Convert.ToHexStringLower(tag.Finish()).ShouldBe("a8061dc1305136c6c22b8baf0c0127a9");
    }

    /// <summary>RFC 8439, A.3: numbers at the border of the prime.</summary>
    [Theory]
    [InlineData("02", "00", "ffffffffffffffffffffffffffffffff", "03000000000000000000000000000000")]
    [InlineData("02", "ff", "02000000000000000000000000000000", "03000000000000000000000000000000")]
    [InlineData(
        "01",
        "00",
        "fffffffffffffffffffffffffffffffff0ffffffffffffffffffffffffffffff11000000000000000000000000000000",
        "05000000000000000000000000000000"
    )]
    [InlineData(
        "01",
        "00",
        "fffffffffffffffffffffffffffffffffbfefefefefefefefefefefefefefefe01010101010101010101010101010101",
        "00000000000000000000000000000000"
    )]
    [InlineData("02", "00", "fdffffffffffffffffffffffffffffff", "faffffffffffffffffffffffffffffff")]
    public void Poly1305_carries_as_its_standard_does(string r, string s, string text, string tag)
    {
        var key = r.PadRight(32, '0') + string.Concat(Enumerable.Repeat(s, 16));
        var hash = new Poly1305(Convert.FromHexString(key));
        hash.Add(Convert.FromHexString(text));
        Convert.ToHexStringLower(hash.Finish()).ShouldBe(tag);
    }

    private static byte[] Filled(int size) =>
        Encoding.ASCII.GetBytes($"{size}_bytes_".PadRight(size, 'x'));

    private static byte[] Random(Random random, int length)
    {
        var bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }
}
