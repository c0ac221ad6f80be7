using System.Net;
using Freshet.Configuration;
using Freshet.Management;
using Microsoft.AspNetCore.Http;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Management;

public sealed class ManagementAccessTests
{
    private readonly ManagementAccess withToken = new(new Secret("the-token"));
    private readonly ManagementAccess withoutToken = new(token: null);

    [Theory]
    [InlineData("127.0.0.1", "localhost:8080")]
    [InlineData("127.8.8.8", "LOCALHOST")]
    [InlineData("127.0.0.1", "127.0.0.1:8080")]
    [InlineData("127.0.0.1", "192.0.2.7")]
    [InlineData("::1", "[::1]:8080")]
    [InlineData("::ffff:127.0.0.2", "localhost")]
    public void Who_asks_on_the_machine_by_its_address_is_admitted(string peer, string host)
    {
        withToken.Admits(Request(peer, host)).ShouldBeTrue();
        withoutToken.Admits(Request(peer, host)).ShouldBeTrue();
    }

    [Theory]
    [InlineData("192.0.2.7", "127.0.0.1")]
    [InlineData("2001:db8::1", "localhost")]
    [InlineData("::ffff:192.0.2.7", "localhost")]
    [InlineData("127.0.0.1", "")]
    [InlineData("127.0.0.1", "rebound.example.com")]
    [InlineData("127.0.0.1", "localhost.example.com")]
    [InlineData("127.0.0.1", "127.0.0.1.example.com:8080")]
    public void Who_asks_from_elsewhere_or_by_a_name_is_not(string peer, string host)
    {
        withToken.Admits(Request(peer, host)).ShouldBeFalse();
        withoutToken.Admits(Request(peer, host)).ShouldBeFalse();
    }

    [Theory]
    [InlineData("X-Forwarded-For")]
    [InlineData("x-forwarded-host")]
    [InlineData("Forwarded")]
    [InlineData("X-Real-IP")]
    [InlineData("Via")]
    [InlineData("X-Original-For")]
    public void Who_asks_through_a_proxy_is_not(string header)
    {
        var request = Request("127.0.0.1", "localhost");
        request.Request.Headers[header] = "";

        withoutToken.Admits(request).ShouldBeFalse();
    }

    [Theory]
    [InlineData("Bearer the-token", true)]
    [InlineData("bearer the-token", true)]
    [InlineData("Bearer the-token ", false)]
    [InlineData("Bearer  the-token", false)]
    [InlineData("Bearer the-toke", false)]
    [InlineData("Bearer ", false)]
    [InlineData("Basic the-token", false)]
    [InlineData("the-token", false)]
    [InlineData("", false)]
    public void The_token_admits_from_anywhere(string authorization, bool admits)
    {
        var request = Request("192.0.2.7", "example.com");
        request.Request.Headers.Authorization = authorization;

        withToken.Admits(request).ShouldBe(admits);
        withToken.IsTokenGiven(authorization).ShouldBe(admits);
    }

    [Fact]
    public void Where_there_is_no_token_none_admits_from_elsewhere()
    {
        var request = Request("192.0.2.7", "example.com");
        request.Request.Headers.Authorization = "Bearer ";

        withoutToken.Admits(request).ShouldBeFalse();
        withoutToken.IsTokenGiven("Bearer ").ShouldBeTrue();
    }

    [Fact]
    public void Two_of_them_are_none() =>
        withToken.IsTokenGiven(new(["Bearer the-token", "Bearer other"])).ShouldBeFalse();

    private static DefaultHttpContext Request(string peer, string host) =>
        new()
        {
            Connection = { RemoteIpAddress = IPAddress.Parse(peer) },
            Request = { Host = new HostString(host) },
        };
}
