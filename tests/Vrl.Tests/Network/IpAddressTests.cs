using System.Net;
using Freshet.Vrl.Network;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace Vrl.Tests.Network;

public sealed class IpAddressTests
{
    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("1:2:3:4:5:6:7:0")]
    [InlineData("1::")]
    [InlineData("::ffff:1.2.3.4")]
    [InlineData("1:0:0:2::3")]
    [InlineData("1::2:0:0:5:3")]
    [InlineData("2001:db8:85a3::8a2e:370:7334")]
    public void The_canonical_form_reads_and_writes_as_it_is(string text)
    {
        IpAddress.TryParse(text, out var address).ShouldBeTrue();
        address.ToString().ShouldBe(text);
    }

    [Theory]
    [InlineData("::1.2.3.4", "::102:304")]
    [InlineData("::FFFF:1.2.3.4", "::ffff:1.2.3.4")]
    [InlineData("1:2:3:4:5:6:1.2.3.4", "1:2:3:4:5:6:102:304")]
    [InlineData("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0")]
    [InlineData("::2:3:4:5:6:7:8", "0:2:3:4:5:6:7:8")]
    [InlineData("0:0:0:0:0:0:0:0", "::")]
    [InlineData("00ab::0001", "ab::1")]
    public void Other_forms_read_as_the_same_address(string text, string canonical)
    {
        IpAddress.TryParse(text, out var address).ShouldBeTrue();
        address.ToString().ShouldBe(canonical);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("1.2.3")]
    [InlineData("1.2.3.4.5")]
    [InlineData("01.2.3.4")]
    [InlineData("1.2.3.256")]
    [InlineData("1.2.3.0000")]
    [InlineData("1.2.3.")]
    [InlineData(" 1.2.3.4")]
    [InlineData("0x1.2.3.4")]
    [InlineData(":")]
    [InlineData(":::")]
    [InlineData("1:2:3:4:5:6:7::8")]
    [InlineData("1::2::3")]
    [InlineData("00001::")]
    [InlineData("1.2.3.4::")]
    [InlineData("::1.2.3.04")]
    [InlineData("::1.2.3")]
    [InlineData("fe80::1%eth0")]
    [InlineData("[::1]")]
    [InlineData("1:2:3:4:5:6:7")]
    [InlineData("1:2:3:4:5:6:7:8:9")]
    [InlineData("1:2:3:4:5:6:7:1.2.3.4")]
    [InlineData("g::")]
    public void What_is_no_address_is_refused(string text) =>
        IpAddress.TryParse(text, out _).ShouldBeFalse();

    [Fact]
    public void Any_address_is_written_as_what_reads_as_it() =>
        Prop.ForAll<ulong, ulong, bool>(
                (high, low, isSparse) =>
                {
                    var bits = new UInt128(high, low);
                    var address = IpAddress.V6(
                        isSparse ? bits & (bits >> 16) & (bits >> 48) : bits
                    );
                    IpAddress.TryParse(address.ToString(), out var read).ShouldBeTrue();
                    read.ShouldBe(address);
                    IPAddress
                        .Parse(address.ToString())
                        .GetAddressBytes()
                        .ShouldBe(address.ToBytes());
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Any_text_is_read_or_refused() =>
        Prop.ForAll(
                Gen.Elements("0123456789abcdef:.:.::%/ ".ToCharArray()).ArrayOf().ToArbitrary(),
                characters =>
                {
                    var text = new string(characters);
                    if (IpAddress.TryParse(text, out var address))
                    {
                        IPAddress.Parse(text).GetAddressBytes().ShouldBe(address.ToBytes());
                    }
                }
            )
            .QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("10.0.0.0/+8", "10.1.2.3", true)]
    [InlineData("10.0.0.0/08", "11.1.2.3", false)]
    [InlineData("10.0.0.1", "10.0.0.1", true)]
    [InlineData("0.0.0.0/0", "1.2.3.4", true)]
    [InlineData("::/0", "1.2.3.4", false)]
    [InlineData("::/0", "::1", true)]
    [InlineData("fc00::/7", "fd00::1", true)]
    public void A_network_contains_what_begins_as_it_does(
        string network,
        string address,
        bool contains
    )
    {
        IpNetwork.TryParse(network, out var parsed, out _).ShouldBeTrue();
        IpAddress.TryParse(address, out var candidate).ShouldBeTrue();
        parsed.Contains(candidate).ShouldBe(contains);
    }

    [Theory]
    [InlineData("10.0.0.1/8", "host part of address was not zero")]
    [InlineData(
        "10.0.0.0/33",
        "invalid length for network: Network length 33 is too long for Ipv4 (maximum: 32)"
    )]
    [InlineData(
        "::1/129",
        "invalid length for network: Network length 129 is too long for Ipv6 (maximum: 128)"
    )]
    [InlineData("10.0.0.0/x", "couldn't parse length in network: invalid digit found in string")]
    [InlineData("10.0.0.0/-1", "couldn't parse length in network: invalid digit found in string")]
    [InlineData(
        "10.0.0.0/",
        "couldn't parse length in network: cannot parse integer from empty string"
    )]
    [InlineData(
        "10.0.0.0/999",
        "couldn't parse length in network: number too large to fit in target type"
    )]
    [InlineData("10/8", "couldn't parse address in network: invalid IP address syntax")]
    [InlineData("", "couldn't parse address in network: invalid IP address syntax")]
    [InlineData("10.0.0.0/8/8", "couldn't parse address in network: invalid IP address syntax")]
    public void What_is_no_network_says_why(string text, string why)
    {
        IpNetwork.TryParse(text, out _, out var error).ShouldBeFalse();
        error.ShouldBe(why);
    }
}
