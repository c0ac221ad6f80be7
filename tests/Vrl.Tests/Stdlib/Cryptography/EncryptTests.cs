using Freshet.Vrl.Stdlib.Cryptography;
using Freshet.Vrl.Values;
using Shouldly;
using Xunit;

namespace Vrl.Tests.Stdlib.Cryptography;

public sealed class EncryptTests
{
    [Fact]
    public void A_cipher_that_is_known_must_be_one() =>
        FunctionRunner
            .Call(new Encrypt(), Arguments("plaintext", "rot13"))
            .Failure.Message.ShouldBe("Invalid algorithm");

    [Theory]
    [InlineData("aes-128-cbc-pkcs7")]
    [InlineData("AES-128-CTR")]
    public void What_is_encrypted_is_itself_again(string algorithm)
    {
        var encrypted = FunctionRunner.Call(new Encrypt(), Arguments("plaintext", algorithm));
        var arguments = Arguments("ciphertext", algorithm);
        arguments[0].Item2 = encrypted;
        FunctionRunner.Call(new Decrypt(), arguments).ShouldBe(Value.From("text"));
    }

    private static (string, Value)[] Arguments(string first, string algorithm) =>
        [
            (first, "text"),
            ("algorithm", algorithm),
            ("key", "0123456789abcdef"),
            ("iv", "0123456789abcdef"),
        ];
}
