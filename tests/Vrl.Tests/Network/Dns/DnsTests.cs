using System.Net;
using System.Text;
using Freshet.Vrl.Network.Dns;
using Freshet.Vrl.Stdlib.Systems;
using Freshet.Vrl.Values;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Vrl.Tests.Stdlib;
using Xunit;

namespace Vrl.Tests.Network.Dns;

public sealed class DnsTests
{
    /// <summary>A response with recursion, and no error.</summary>
    private const ushort Fine = 0x8180;

    [Fact]
    public async Task A_lookup_gives_the_whole_answer()
    {
        await using var server = new DnsServer(
            (query, _) => DnsServer.Answer(query, Fine, 1, DnsServer.Record(1, 192, 0, 2, 7))
        );
        VrlJson
            .Write(Lookup(server, "www.Example.org."))
            .ShouldBe(
                """
                {"additional":[],"answers":[{"class":"IN","domainName":"www.Example.org","rData":"192.0.2.7","recordType":"A","recordTypeId":1,"ttl":300}],"authority":[],
                "fullRcode":0,"header":{"aa":false,"ad":false,"anCount":1,"arCount":0,"cd":false,"nsCount":0,"opcode":0,"qdCount":1,"qr":true,"ra":true,"rcode":0,"rd":true,"tc":false},
                "question":[{"class":"IN","domainName":"www.Example.org","questionType":"A","questionTypeId":1}],"rcodeName":"NOERROR"}
                """.ReplaceLineEndings("")
            );
    }

    [Fact]
    public async Task A_name_that_is_not_there_is_an_answer_too()
    {
        await using var server = new DnsServer((query, _) => DnsServer.Answer(query, 0x8183, 0));
        Lookup(server, "nobody.example").Object.TryGet("rcodeName", out var name).ShouldBeTrue();
        name.Text.ShouldBe("NXDOMAIN");
    }

    [Fact]
    public async Task What_does_not_fit_into_a_packet_is_asked_for_by_tcp()
    {
        await using var server = new DnsServer(
            (query, isTcp) =>
                isTcp
                    ? DnsServer.Answer(query, Fine, 1, DnsServer.Record(16, [2, .. "ok"u8]))
                    : DnsServer.Answer(query, Fine | 0x0200, 0)
        );
        DataOf(Lookup(server, "example.org", ("qtype", "TXT"))).ShouldBe("\"ok\"");
    }

    [Fact]
    public async Task Answers_to_something_else_are_passed_over()
    {
        await using var server = new DnsServer(
            (query, isTcp) =>
            {
                var answer = DnsServer.Answer(query, Fine, 1, DnsServer.Record(1, 192, 0, 2, 7));
                answer[0] ^= isTcp ? (byte)0 : (byte)1;
                return answer;
            }
        );
        Lookup(server, "example.org", timeout: 1)
            .Failure.Message.ShouldBe("query failed: timed out");
        DataOf(Lookup(server, "example.org", tcp: true)).ShouldBe("192.0.2.7");
    }

    [Fact]
    public async Task Each_attempt_asks_again()
    {
        var isFirst = true;
        await using var server = new DnsServer(
            (query, _) =>
            {
                var isCutOff = isFirst;
                isFirst = false;
                return isCutOff
                    ? [.. query[..2], 0x81, 0x80, 0, 0, 0, 9, 0, 0, 0, 0]
                    : DnsServer.Answer(query, Fine, 1, DnsServer.Record(1, 192, 0, 2, 7));
            }
        );
        DataOf(Lookup(server, "example.org", attempts: 2)).ShouldBe("192.0.2.7");
        server.Queries.ShouldBe(2);
    }

    public static TheoryData<int, byte[], string> Data { get; } =
        new()
        {
            { 28, [0x20, 1, 0xD, 0xB8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1], "2001:db8::1" },
            { 5, [3, .. "www"u8, 0xC0, 12], "www.example.org." },
            { 15, [0, 10, 2, .. "mx"u8, 0xC0, 12], "10 mx.example.org." },
            { 33, [0, 1, 0, 2, 1, 187, 0xC0, 12], "1 2 443 example.org." },
            { 16, [3, .. "a\"b"u8, 2, 7, (byte)'c'], "\"a\\\"b\" \"\\007c\"" },
            {
                6,
                [
                    0xC0,
                    12,
                    1,
                    (byte)'h',
                    0,
                    0,
                    0,
                    0,
                    1,
                    0,
                    0,
                    0,
                    2,
                    0,
                    0,
                    0,
                    3,
                    0,
                    0,
                    0,
                    4,
                    0,
                    0,
                    0,
                    5,
                ],
                "example.org. h. 1 2 3 4 5"
            },
            { 257, [0, 5, .. "issueca.example"u8], "0 issue \"ca.example\"" },
            { 43, [0, 1, 8, 2, 0xAB, 0xCD], "1 8 2 ABCD" },
            { 999, [1, 2], "\\# 2 0102" },
        };

    [Theory]
    [MemberData(nameof(Data))]
    public async Task Data_are_written_as_in_files_of_zones(int type, byte[] data, string text)
    {
        await using var server = new DnsServer(
            (query, _) => DnsServer.Answer(query, Fine, 1, DnsServer.Record((ushort)type, data))
        );
        DataOf(Lookup(server, "example.org", ("qtype", $"TYPE{type}"))).ShouldBe(text);
    }

    [Fact]
    public void Whatever_a_server_sends_is_read_without_an_exception() =>
        Prop.ForAll(
                ArbMap.Default.ArbFor<byte[]>(),
                noise =>
                {
                    byte[] header = [0, 0, 0x81, 0x80, 0, 1, 0, 1, 0, 1, 0, 1];
                    _ = DnsReader.TryRead(noise, out _);
                    _ = DnsReader.TryRead([.. header, .. noise], out _);
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Fact]
    public void A_name_that_leads_round_in_a_circle_is_malformed() =>
        DnsReader
            .TryRead([0, 0, 0x81, 0x80, 0, 1, 0, 0, 0, 0, 0, 0, 0xC0, 12, 0, 1, 0, 1], out _)
            .ShouldBeFalse();

    [Theory]
    [InlineData("", "unexpected end of input")]
    [InlineData("a..b", "an empty label was encountered")]
    [InlineData(".a", "an empty label was encountered")]
    [InlineData("a\\9", "illegal escape sequence")]
    [InlineData("a\\999", "illegal escape sequence")]
    public void What_is_no_name_is_refused(string text, string error)
    {
        DnsName.TryParse(text, out _, out var told).ShouldBeFalse();
        told.ShouldBe(error);
    }

    [Fact]
    public void Names_have_their_limits()
    {
        DnsName.TryParse(new string('a', 63), out _, out _).ShouldBeTrue();
        DnsName.TryParse(new string('a', 64), out _, out var label).ShouldBeFalse();
        label.ShouldBe("domain name label with more than 63 octets");
        var text = string.Join('.', Enumerable.Repeat("abcdefg", 32));
        DnsName.TryParse(text, out _, out var name).ShouldBeFalse();
        name.ShouldBe("domain name with more than 255 octets");
        DnsName.TryParse(text[..^2], out _, out _).ShouldBeTrue();
        DnsName.TryParse(".", out var root, out _).ShouldBeTrue();
        root.ShouldBe([0]);
        DnsName.TryParse("a\\.b\\046c", out var escaped, out _).ShouldBeTrue();
        escaped.ShouldBe([5, .. "a.b.c"u8, 0]);
    }

    [Fact]
    public async Task An_address_has_the_name_that_its_record_says()
    {
        var asked = "";
        await using var server = new DnsServer(
            (query, _) =>
            {
                asked = Encoding.ASCII.GetString(query);
                return DnsServer.Answer(
                    query,
                    Fine,
                    1,
                    DnsServer.Record(12, [4, .. "host"u8, 7, .. "example"u8, 0])
                );
            }
        );
        var options = new DnsOptions { Servers = [server.Place] };
        ReverseLookup
            .TryFind(IPAddress.Parse("192.0.2.7"), options, out var name, out _)
            .ShouldBeTrue();
        name.ShouldBe("host.example");
        asked.ShouldContain("7\u00012\u00010");
    }

    [Fact]
    public async Task An_address_without_a_name_is_its_own()
    {
        await using var server = new DnsServer((query, _) => DnsServer.Answer(query, 0x8183, 0));
        var options = new DnsOptions { Servers = [server.Place] };
        ReverseLookup
            .TryFind(IPAddress.Parse("2001:db8::1"), options, out var name, out _)
            .ShouldBeTrue();
        name.ShouldBe("2001:db8::1");
        ReverseLookup
            .QueryNameOf(IPAddress.Parse("2001:db8::1"))
            .ShouldBe("1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa");
    }

    [Fact]
    public void The_machine_says_whom_to_ask_and_what_it_knows()
    {
        SystemResolver
            .ReadServers(["# none", "search x", "nameserver 192.0.2.1", "nameserver ::1 # own"])
            .ShouldBe([new(IPAddress.Parse("192.0.2.1"), 53), new(IPAddress.IPv6Loopback, 53)]);
        SystemResolver.ReadServers([]).ShouldBe([new(IPAddress.Loopback, 53)]);
        SystemResolver
            .FindName(["", "127.0.0.1\tlocalhost me", "192.0.2.9 nine"], IPAddress.Loopback)
            .ShouldBe("localhost");
        SystemResolver.FindName(["192.0.2.9"], IPAddress.Parse("192.0.2.9")).ShouldBeNull();
    }

    private static Value Lookup(
        DnsServer server,
        string name,
        (string, Value)? more = null,
        bool tcp = false,
        long attempts = 1,
        long timeout = 30
    )
    {
        var options = new VrlObject();
        options.Set("servers", Value.From(new VrlArray([Value.From(server.Place.ToString())])));
        options.Set("timeout", timeout);
        options.Set("attempts", attempts);
        options.Set("tcp", tcp);
        var arguments = new List<(string, Value)>
        {
            ("value", name),
            ("options", Value.From(options)),
        };
        if (more is { } argument)
        {
            arguments.Add(argument);
        }
        return FunctionRunner.Call(new DnsLookup(), [.. arguments]);
    }

    private static string DataOf(Value answer)
    {
        (answer.IsFailure ? answer.Failure.Message : null).ShouldBeNull();
        answer.Object.TryGet("answers", out var answers).ShouldBeTrue();
        answers.Array[0].Object.TryGet("rData", out var data).ShouldBeTrue();
        return data.Text;
    }
}
