using Freshet.Vrl.Stdlib.IP;
using Freshet.Vrl.Values;
using Shouldly;
using Xunit;

namespace Vrl.Tests.Stdlib.IP;

public sealed class IpSubnetTests
{
    [Theory]
    [InlineData("192.168.10.23", "255.255.0.0", "192.168.0.0")]
    [InlineData("2404:6800:4003:c02::64", "ff00::", "2400::")]
    [InlineData("192.168.10.23", "/12", "192.160.0.0")]
    [InlineData("192.168.10.23", "/+8", "192.0.0.0")]
    [InlineData("192.168.10.23", "/0", "0.0.0.0")]
    [InlineData("192.168.10.23", "/32", "192.168.10.23")]
    [InlineData("ff::1", "/128", "ff::1")]
    public void An_address_is_cut_to_its_network(string address, string subnet, string network) =>
        FunctionRunner
            .Call(new IpSubnet(), ("value", address), ("subnet", subnet))
            .ShouldBe(Value.From(network));

    [Theory]
    [InlineData("1.2.3.4", "/x", "/x is not a valid subnet")]
    [InlineData("1.2.3.4", "/", "/ is not a valid subnet")]
    [InlineData("1.2.3.4", "/-0", "/-0 is not a valid subnet")]
    [InlineData("1.2.3.4", "/99999999999", "/99999999999 is not a valid subnet")]
    [InlineData("::1", "/129", "subnet cannot be greater than 128 for ipv6 addresses")]
    [InlineData("1.2.3.4", "x", "unable to parse mask: invalid IP address syntax")]
    [InlineData("::1", "255.0.0.0", "attempting to mask an ipv6 address with an ipv4 mask")]
    [InlineData("x", "/8", "unable to parse IP address: invalid IP address syntax")]
    public void What_cannot_be_cut_says_why(string address, string subnet, string why) =>
        FunctionRunner
            .Call(new IpSubnet(), ("value", address), ("subnet", subnet))
            .Failure.Message.ShouldBe(why);
}
