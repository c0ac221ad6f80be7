using Freshet.Terraform.Comparing;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Terraform.Comparing;

public sealed class SecurityGroupComparisonTests
{
    private const string Web = """
        {"cidr_blocks":["10.0.0.0/16","192.0.2.7/32"],"description":"web","from_port":443,"ipv6_cidr_blocks":["2001:db8::/32"],"prefix_list_ids":[],"protocol":"tcp","security_groups":[],"self":false,"to_port":443}
        """;
    private const string Mesh = """
        {"cidr_blocks":[],"description":"","from_port":0,"ipv6_cidr_blocks":[],"prefix_list_ids":["pl-1"],"protocol":"-1","security_groups":["sg-2","210987654321/sg-3"],"self":true,"to_port":0}
        """;

    private const string Ssh = """
        {"ipPermissions": {"items": [{"ipProtocol": "tcp", "fromPort": 22, "toPort": 22, "groups": {}, "ipRanges": {"items": [{"cidrIp": "0.0.0.0/0"}]}, "ipv6Ranges": {}, "prefixListIds": {}}]}}
        """;
    private const string SshRule = """
        {"cidr_blocks":["0.0.0.0/0"],"description":"","from_port":22,"ipv6_cidr_blocks":[],"prefix_list_ids":[],"protocol":"tcp","security_groups":[],"self":false,"to_port":22}
        """;

    [Fact]
    public void A_rule_is_opened()
    {
        Ingress("Authorize", Ssh).ShouldBe($"[{Web},{Mesh}]", $"[{Web},{Mesh},{SshRule}]");
        Ingress("Authorize", Ssh, "[]").ShouldBe("[]", $"[{SshRule}]");
    }

    [Fact]
    public void The_older_form_of_one_network_is_read_as_well()
    {
        const string flat = """
            {"groupId": "sg-1", "ipProtocol": "tcp", "fromPort": 22, "toPort": 22, "cidrIp": "0.0.0.0/0"}
            """;
        Ingress("Authorize", flat, "[]").ShouldBe("[]", $"[{SshRule}]");
        Ingress("Revoke", flat, $"[{SshRule}]").ShouldBe($"[{SshRule}]", "[]");
    }

    [Fact]
    public void A_source_joins_the_rule_of_its_ports_and_description() =>
        Ingress("Authorize", Request("tcp", 443, 443, "198.51.100.0/24", "web"), $"[{Web}]")
            .ShouldBe(
                $"[{Web}]",
                $"[{Web.Replace("\"192.0.2.7/32\"", "\"192.0.2.7/32\",\"198.51.100.0/24\"", StringComparison.Ordinal)}]"
            );

    [Fact]
    public void One_source_of_several_is_closed() =>
        Ingress("Revoke", Request("tcp", 443, 443, "192.0.2.7/32"), $"[{Web}]")
            .ShouldBe(
                $"[{Web}]",
                $"[{Web.Replace(",\"192.0.2.7/32\"", "", StringComparison.Ordinal)}]"
            );

    [Theory]
    [InlineData("tcp", 443, 443, "10.0.0.0/16")]
    [InlineData("TCP", 443, 443, "10.0.1.2/16")]
    [InlineData("6", 443, 443, "192.0.2.7/32")]
    public void What_is_open_already_is_the_same(string protocol, int from, int to, string cidr)
    {
        Ingress("Authorize", Request(protocol, from, to, cidr)).Kind.ShouldBe(FindingKind.Same);
        Ingress("Revoke", Request(protocol, from, to, cidr)).Kind.ShouldBe(FindingKind.Different);
    }

    [Theory]
    [InlineData("udp", 443, 443, "10.0.0.0/16")]
    [InlineData("tcp", 442, 443, "10.0.0.0/16")]
    [InlineData("tcp", 443, 444, "10.0.0.0/16")]
    [InlineData("tcp", 443, 443, "10.0.0.0/15")]
    [InlineData("-1", -1, -1, "10.0.0.0/16")]
    [InlineData("tcp", -1, -1, "10.0.0.0/16")]
    public void What_is_not_open_cannot_be_closed(string protocol, int from, int to, string cidr)
    {
        Ingress("Revoke", Request(protocol, from, to, cidr)).Kind.ShouldBe(FindingKind.Same);
        Ingress("Authorize", Request(protocol, from, to, cidr))
            .Kind.ShouldBe(FindingKind.Different);
    }

    [Theory]
    [InlineData("""{"items": [{"groupId": "sg-2", "userId": "123456789012"}]}""")]
    [InlineData("""{"items": [{"groupId": "sg-3", "userId": "210987654321"}]}""")]
    [InlineData("""{"items": [{"groupId": "sg-1", "userId": "123456789012"}]}""")]
    public void Groups_are_known_by_their_ids_and_the_group_itself_too(string groups)
    {
        var request = $$$$"""
            {"ipPermissions": {"items": [{"ipProtocol": "-1", "groups": {{{{groups}}}}, "ipRanges": {} }]}}
            """;
        Ingress("Authorize", request).Kind.ShouldBe(FindingKind.Same);
        Ingress("Revoke", request).Kind.ShouldBe(FindingKind.Different);
    }

    [Fact]
    public void The_group_itself_is_closed() =>
        Ingress(
                "Revoke",
                """{"ipPermissions": {"items": [{"ipProtocol": "-1", "groups": {"items": [{"groupId": "sg-1"}]}}]}}""",
                $"[{Mesh}]"
            )
            .ShouldBe(
                $"[{Mesh}]",
                $"[{Mesh.Replace("\"self\":true", "\"self\":false", StringComparison.Ordinal)}]"
            );

    [Theory]
    [InlineData("ipv6Ranges", "cidrIpv6", "2001:DB8:0:0::/32", "tcp", 443)]
    [InlineData("prefixListIds", "prefixListId", "pl-1", "all", 0)]
    public void Other_sources_are_known(
        string list,
        string member,
        string source,
        string protocol,
        int port
    ) =>
        Ingress(
            "Authorize",
            $$$$"""
            {"ipPermissions": {"items": [{"ipProtocol": "{{{{protocol}}}}", "fromPort": {{{{port}}}}, "toPort": {{{{port}}}}, "{{{{list}}}}": {"items": [{"{{{{member}}}}": "{{{{source}}}}"}]}}]}}
            """
        )
            .Kind.ShouldBe(FindingKind.Same);

    [Fact]
    public void A_description_counts_where_it_alone_is_another() =>
        Ingress("Authorize", Request("tcp", 22, 22, "0.0.0.0/0", "all"), $"[{SshRule}]")
            .ShouldBe(
                $"[{SshRule}]",
                $"[{SshRule.Replace("\"description\":\"\"", "\"description\":\"all\"", StringComparison.Ordinal)}]"
            );

    [Theory]
    [InlineData(
        """{"groupId": "sg-1", "securityGroupRuleIds": {"items": [{"securityGroupRuleId": "sgr-1"}]}}"""
    )]
    [InlineData("""{"groupName": "web", "ipProtocol": "tcp", "sourceSecurityGroupName": "db"}""")]
    [InlineData(
        """{"ipPermissions": {"items": [{"ipProtocol": "tcp", "groups": {"items": [{"groupName": "db"}]}}]}}"""
    )]
    [InlineData("""{"ipPermissions": {"items": [{"fromPort": 22}]}}""")]
    [InlineData(
        """{"ipPermissions": {"items": [{"ipProtocol": "tcp", "fromPort": "ssh", "cidrIp": "10.0.0.0/8"}]}}"""
    )]
    public void What_is_not_named_by_its_source_is_unreadable(string request)
    {
        Ingress("Authorize", request).Kind.ShouldBe(FindingKind.Unreadable);
        Ingress("Revoke", request).Kind.ShouldBe(FindingKind.Unreadable);
    }

    [Theory]
    [InlineData("[1]")]
    [InlineData("""[{"protocol": "tcp", "cidr_blocks": "10.0.0.0/8"}]""")]
    [InlineData("""[{"protocol": "tcp", "cidr_blocks": [{}]}]""")]
    [InlineData("\"none\"")]
    public void A_state_of_another_shape_is_unreadable(string state) =>
        Ingress("Authorize", Ssh, state).Kind.ShouldBe(FindingKind.Unreadable);

    private static AttributeFinding Ingress(
        string verb,
        string request,
        string state = $"[{Web},{Mesh}]"
    ) =>
        Comparison.OfCall(
            "security_groups",
            $"{verb}SecurityGroupIngress",
            "aws_security_group",
            "ingress",
            request,
            $$$$"""{"id": "sg-1", "name": "web", "ingress": {{{{state}}}}}"""
        );

    private static string Request(
        string protocol,
        int from,
        int to,
        string cidr,
        string? description = null
    )
    {
        var text = description is null ? "" : $", \"description\": \"{description}\"";
        return $$$$"""
            {"ipPermissions": {"items": [{"ipProtocol": "{{{{protocol}}}}", "fromPort": {{{{from}}}}, "toPort": {{{{to}}}}, "ipRanges": {"items": [{"cidrIp": "{{{{cidr}}}}"{{{{text}}}}}]}}]}}
            """;
    }
}
