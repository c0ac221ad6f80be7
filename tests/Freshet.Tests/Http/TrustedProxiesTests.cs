using System.Net;
using Freshet.Http;
using Freshet.Tests.Configuration;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Http;

public sealed class TrustedProxiesTests
{
    [Theory]
    [InlineData("10.0.0.0/8", "10.0.0.0/8")]
    [InlineData("10.0.0.1", "10.0.0.1/32")]
    [InlineData("::1", "::1/128")]
    [InlineData("2001:DB8::/32", "2001:db8::/32")]
    [InlineData("::ffff:10.0.0.0/104", "10.0.0.0/8")]
    [InlineData("::ffff:10.0.0.1", "10.0.0.1/32")]
    public void Address_or_network_is_read(string text, string expected) =>
        Read(text).ShouldHaveSingleItem().Value.ToString().ShouldBe(expected);

    [Theory]
    [InlineData("proxy.example", "this is neither an address nor a network")]
    [InlineData("", "this is neither an address nor a network")]
    [InlineData("10.1", "this is neither an address nor a network")]
    [InlineData("010.0.0.1", "this is neither an address nor a network")]
    [InlineData("[::1]", "this is neither an address nor a network")]
    [InlineData("fe80::1%2", "this is neither an address nor a network")]
    [InlineData("10.0.0.1:80", "this is neither an address nor a network")]
    [InlineData("/8", "this is neither an address nor a network")]
    [InlineData("10.0.0.0/33", "the network's length is a number from 0 to 32")]
    [InlineData("10.0.0.0/-1", "the network's length is a number from 0 to 32")]
    [InlineData("10.0.0.0/", "the network's length is a number from 0 to 32")]
    [InlineData("::/129", "the network's length is a number from 0 to 128")]
    [InlineData("10.1.2.3/8", "the address has bits behind the network's length")]
    [InlineData(
        "0.0.0.0/0",
        "every address is trusted, so whoever reaches this server can claim to be anyone"
    )]
    public void What_is_neither_is_told(string text, string expected) =>
        Loaded
            .From($"trusted_proxies = [\"{text}\"]")
            .Mistakes<HttpOptions>()
            .ShouldBe([$"1:20 {expected}"]);

    [Theory]
    // Nobody is trusted: nothing is taken.
    [InlineData("", "10.0.0.1", "192.0.2.7", "10.0.0.1")]
    // The proxy is trusted, and says who asked.
    [InlineData("10.0.0.0/8", "10.0.0.1", "192.0.2.7", "192.0.2.7")]
    [InlineData("10.0.0.0/8", "::ffff:10.0.0.1", "192.0.2.7", "192.0.2.7")]
    [InlineData("::1", "::1", "2001:db8::7", "2001:db8::7")]
    [InlineData("10.0.0.0/8", "10.0.0.1", "192.0.2.7:4711", "192.0.2.7")]
    [InlineData("10.0.0.0/8", "10.0.0.1", "[2001:db8::7]:4711", "2001:db8::7")]
    // Two proxies, one after the other.
    [InlineData("10.0.0.0/8", "10.0.0.1", "192.0.2.7, 10.9.9.9", "192.0.2.7")]
    [InlineData("10.0.0.0/8", "10.0.0.1", "192.0.2.7, ::ffff:10.9.9.9", "192.0.2.7")]
    // Somebody who is no proxy claims to be another.
    [InlineData("10.0.0.0/8", "192.0.2.1", "192.0.2.7", "192.0.2.1")]
    // A client sent the header with its request, and the proxy added to it.
    [InlineData("10.0.0.0/8", "10.0.0.1", "203.0.113.1, 192.0.2.7", "192.0.2.7")]
    [InlineData("10.0.0.0/8", "10.0.0.1", "10.0.0.2, 192.0.2.7", "192.0.2.7")]
    [InlineData("10.0.0.0/8", "10.0.0.1", "10.0.0.2, 192.0.2.7, 10.0.0.3", "192.0.2.7")]
    // What is no address ends it.
    [InlineData("10.0.0.0/8", "10.0.0.1", "unknown", "10.0.0.1")]
    [InlineData("10.0.0.0/8", "10.0.0.1", "192.0.2.7, unknown", "10.0.0.1")]
    [InlineData("10.0.0.0/8", "10.0.0.1", "192.0.2.7, unknown, 10.0.0.2", "10.0.0.2")]
    [InlineData("10.0.0.0/8", "10.0.0.1", "", "10.0.0.1")]
    [InlineData("10.0.0.0/8", "10.0.0.1", ",,", "10.0.0.1")]
    [InlineData("0.0.0.0/0", "10.0.0.1", "192.0.2.7, 192.0.2.8", "192.0.2.7")]
    public async Task Client_is_the_first_from_the_right_that_is_not_trusted(
        string trusted,
        string peer,
        string forwarded,
        string expected
    )
    {
        var http = NewRequest(peer);
        http.Request.Headers["X-Forwarded-For"] = forwarded;

        await RunAsync(http, trusted);

        http.Connection.RemoteIpAddress.ShouldBe(IPAddress.Parse(expected));
    }

    [Theory]
    [InlineData("", "10.0.0.1", "192.0.2.7", "https", "http")]
    [InlineData("10.0.0.0/8", "192.0.2.1", "192.0.2.7", "https", "http")]
    [InlineData("10.0.0.0/8", "10.0.0.1", "192.0.2.7", "https", "https")]
    [InlineData("10.0.0.0/8", "10.0.0.1", null, "https", "https")]
    // The one that the client came to first, of two proxies that are trusted.
    [InlineData("10.0.0.0/8", "10.0.0.1", "192.0.2.7, 10.0.0.2", "https, http", "https")]
    [InlineData("10.0.0.0/8", "10.0.0.1", "192.0.2.7, 10.0.0.2", "https", "https")]
    // A client sent the header with its request, and the proxy added to it.
    [InlineData("10.0.0.0/8", "10.0.0.1", "192.0.2.7", "https, http", "http")]
    [InlineData("10.0.0.0/8", "10.0.0.1", "192.0.2.7", "no scheme", "http")]
    public async Task Scheme_is_what_a_trusted_proxy_says(
        string trusted,
        string peer,
        string? forwarded,
        string scheme,
        string expected
    )
    {
        var http = NewRequest(peer);
        http.Request.Scheme = "http";
        http.Request.Headers["X-Forwarded-For"] = forwarded;
        http.Request.Headers["X-Forwarded-Proto"] = scheme;

        await RunAsync(http, trusted);

        http.Request.Scheme.ShouldBe(expected);
    }

    [Fact]
    public async Task No_other_header_is_taken()
    {
        var http = NewRequest("10.0.0.1");
        http.Request.Scheme = "http";
        http.Request.Host = new("events.example");
        foreach (
            var (name, value) in new[]
            {
                ("X-Forwarded-Host", "forged.example"),
                ("X-Forwarded-Prefix", "/forged"),
                ("Forwarded", "for=192.0.2.7"),
                ("X-Real-IP", "192.0.2.7"),
            }
        )
        {
            http.Request.Headers[name] = value;
        }

        await RunAsync(http, "10.0.0.0/8");

        http.Request.Scheme.ShouldBe("http");
        http.Request.Host.Value.ShouldBe("events.example");
        http.Request.PathBase.Value.ShouldBe("");
        http.Connection.RemoteIpAddress.ShouldBe(IPAddress.Parse("10.0.0.1"));
    }

    private static DefaultHttpContext NewRequest(string peer)
    {
        var http = new DefaultHttpContext();
        http.Connection.RemoteIpAddress = IPAddress.Parse(peer);
        return http;
    }

    private static async Task RunAsync(HttpContext http, string trusted)
    {
        await using var services = new ServiceCollection().AddLogging().BuildServiceProvider();
        var app = new ApplicationBuilder(services);
        var loaded = Loaded.From("", null, $"trusted_proxies={trusted}");
        var options = loaded.Reader.Read<HttpOptions>(loaded.Root, "");
        app.UseTrustedProxies(options.TrustedProxies);
        app.Run(_ => Task.CompletedTask);
        await app.Build()(http);
    }

    private static List<TrustedNetwork> Read(string text) =>
        Loaded.From($"trusted_proxies = [\"{text}\"]").Read<HttpOptions>().TrustedProxies;
}
