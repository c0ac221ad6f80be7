using Freshet.Vrl.Stdlib.Strings;
using Freshet.Vrl.Values;
using Shouldly;
using Xunit;

namespace Vrl.Tests.Stdlib.Strings;

public sealed class CommunityIdTests
{
    /// <summary>The baseline of the specification (corelight/community-id-spec), and how its implementations go on from there.</summary>
    [Theory]
    [InlineData(0, "1.2.3.4", "5.6.7.8", 1122, 3344, 132, "1:EKt4MsxuyaE6mL+hmrEkQ9csDD8=")]
    [InlineData(0, "5.6.7.8", "1.2.3.4", 3344, 1122, 132, "1:EKt4MsxuyaE6mL+hmrEkQ9csDD8=")]
    [InlineData(0, "1.2.3.4", "5.6.7.8", 8, 0, 1, "1:crodRHL2FEsHjbv3UkRrfbs4bZ0=")]
    [InlineData(0, "5.6.7.8", "1.2.3.4", 0, 0, 1, "1:crodRHL2FEsHjbv3UkRrfbs4bZ0=")]
    [InlineData(0, "1.2.3.4", "5.6.7.8", 11, 0, 1, "1:f/YiSyWqczrTgfUCZlBUnvHRcPk=")]
    [InlineData(0, "100.66.124.24", "172.31.98.44", -1, -1, 47, "1:Uo11LCySQ1S0c9jtHZVIb4Pm/2k=")]
    [InlineData(1, "1.2.3.4", "5.6.7.8", 1122, 3344, 17, "1:OShq+iKDAMVouh/4bMxB9Sz4amw=")]
    [InlineData(1, "1.2.3.4", "5.6.7.8", -1, -1, 46, "1:/buhqeOmaRCopOZFy9HnoJd5XW8=")]
    [InlineData(
        0,
        "fe80:1:203:405:607:809:a0b:c0d",
        "fe80:1011:1213:1415:1617:1819:1a1b:1c1d",
        -1,
        -1,
        46,
        "1:wQ/2mwrnXP4lmJcHdGL5ePjR+e0="
    )]
    [InlineData(
        0,
        "fe80:1:203:405:607:809:a0b:c0d",
        "fe80:1011:1213:1415:1617:1819:1a1b:1c1d",
        128,
        0,
        58,
        "1:0bf7hyMJUwt3fMED7z8LIfRpBeo="
    )]
    [InlineData(
        0,
        "fe80:1011:1213:1415:1617:1819:1a1b:1c1d",
        "fe80:1:203:405:607:809:a0b:c0d",
        129,
        0,
        58,
        "1:0bf7hyMJUwt3fMED7z8LIfRpBeo="
    )]
    [InlineData(
        0,
        "fe80:1:203:405:607:809:a0b:c0d",
        "fe80:1011:1213:1415:1617:1819:1a1b:1c1d",
        146,
        0,
        58,
        "1:fYC8+pz24E+EhANP1EZhpX0Dw10="
    )]
    public void A_flow_has_the_identifier_of_the_specification(
        int seed,
        string source,
        string destination,
        int sourcePort,
        int destinationPort,
        int protocol,
        string identifier
    ) =>
        Call(seed, source, destination, sourcePort, destinationPort, protocol)
            .ShouldBe(Value.From(identifier));

    [Theory]
    [InlineData("x", "5.6.7.8", 6, "unable to parse source IP address: invalid IP address syntax")]
    [InlineData(
        "1.2.3.4",
        "x",
        6,
        "unable to parse destination IP address: invalid IP address syntax"
    )]
    [InlineData("1.2.3.4", "::1", 60, "src ip and dst ip should be same version!")]
    [InlineData("1.2.3.4", "5.6.7.8", 58, "icmpv6 can not over ipv4!")]
    [InlineData("::1", "::2", 1, "icmpv4 can not over ipv6!")]
    [InlineData("1.2.3.4", "5.6.7.8", 600, "\"protocol\" must be between 0 and 255")]
    public void What_is_no_flow_says_why(
        string source,
        string destination,
        int protocol,
        string why
    ) => Call(0, source, destination, 1, 2, protocol).Failure.Message.ShouldBe(why);

    private static Value Call(
        int seed,
        string source,
        string destination,
        int sourcePort,
        int destinationPort,
        int protocol
    )
    {
        List<(string, Value)> arguments =
        [
            ("seed", (long)seed),
            ("source_ip", source),
            ("destination_ip", destination),
            ("protocol", (long)protocol),
        ];
        if (sourcePort >= 0)
        {
            arguments.Add(("source_port", (long)sourcePort));
            arguments.Add(("destination_port", (long)destinationPort));
        }
        return FunctionRunner.Call(new CommunityId(), [.. arguments]);
    }
}
