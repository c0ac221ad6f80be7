using Freshet.Vrl.Ciphers;
using Freshet.Vrl.Network;
using Shouldly;
using Xunit;

namespace Vrl.Tests.Ciphers;

public sealed class IpCryptTests
{
    private const string Key = "0123456789abcdeffedcba98765432101032547698badcfeefcdab8967452301";
    private const string OtherKey =
        "2b7e151628aed2a6abf7158809cf4f3ca9f5ba40db214c3798f2e1c23456789a";

    [Theory]
    [InlineData(Key, "0.0.0.0", "151.82.155.134")]
    [InlineData(Key, "255.255.255.255", "94.185.169.89")]
    [InlineData(Key, "192.0.2.1", "100.115.72.131")]
    [InlineData(Key, "2001:db8::1", "c180:5dd4:2587:3524:30ab:fa65:6ab6:f88")]
    [InlineData(OtherKey, "10.0.0.47", "19.214.210.244")]
    [InlineData(OtherKey, "10.0.0.129", "19.214.210.80")]
    [InlineData(OtherKey, "172.16.5.193", "210.78.229.136")]
    [InlineData(OtherKey, "2001:db8::a5c9:4e2f:bb91:5a7d", "7cec:702c:1243:f70:1956:125:b9bd:1aba")]
    public void Prefixes_are_encrypted_as_the_draft_has_it(
        string key,
        string plain,
        string encrypted
    )
    {
        var bytes = Convert.FromHexString(key);
        var address = IpCrypt.EncryptPrefix(Parse(plain), bytes);

        address.ToString().ShouldBe(encrypted);
        IpCrypt.DecryptPrefix(address, bytes).ToString().ShouldBe(plain);
    }

    [Theory]
    [InlineData(
        "0102030405060708090a0b0c0d0e0f10",
        "192.168.1.1",
        "a6d8:a149:6bcf:b175:bad6:3e56:d72d:4fdb"
    )]
    public void Addresses_are_encrypted_as_the_draft_has_it(
        string key,
        string plain,
        string encrypted
    )
    {
        var bytes = Convert.FromHexString(key);
        var address = IpCrypt.Encrypt(Parse(plain), bytes);

        address.ToString().ShouldBe(encrypted);
        IpCrypt.Decrypt(address, bytes).ToString().ShouldBe(plain);
    }

    private static IpAddress Parse(string text)
    {
        IpAddress.TryParse(text, out var address).ShouldBeTrue();
        return address;
    }
}
