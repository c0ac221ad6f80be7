using Freshet.Http;
using Freshet.Tests.Configuration;
using Microsoft.AspNetCore.Cors;
using Microsoft.AspNetCore.Http;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Http;

public sealed class PageOriginTests
{
    private const string App = "https://app.example.com";

    [Theory]
    // No browser, or its own page.
    [InlineData(null, null, true)]
    [InlineData("http://events.example.com", null, true)]
    [InlineData("https://events.example.com", null, true)]
    [InlineData("https://EVENTS.example.com", "cross-site", true)]
    // Its own page, behind a proxy that gives it another name.
    [InlineData("https://outside.example", "same-origin", true)]
    // Any other page.
    [InlineData("https://events.example.com:8443", null, false)]
    [InlineData("https://events.example.com.evil.example", "cross-site", false)]
    [InlineData("https://evil.example", "same-site", false)]
    [InlineData("https://evil.example", null, false)]
    [InlineData("events.example.com", null, false)]
    [InlineData("null", null, false)]
    [InlineData("", null, false)]
    public void Pages_of_this_server_and_no_others_may_by_default(
        string? origin,
        string? site,
        bool expected
    ) => PageOrigin.MayUseCookies(NewRequest(new CorsOptions(), origin, site)).ShouldBe(expected);

    [Theory]
    [InlineData(App, true, true)]
    [InlineData(App, false, false)]
    [InlineData("https://other.example.com", true, false)]
    [InlineData("null", true, false)]
    public void Pages_of_another_origin_may_where_it_is_named_and_credentials_are_allowed(
        string origin,
        bool credentials,
        bool expected
    )
    {
        var options = Loaded
            .From(
                $"allowed_origins = ['{App}']\nallow_credentials = {(credentials ? "true" : "false")}"
            )
            .Read<CorsOptions>();

        PageOrigin.MayUseCookies(NewRequest(options, origin, "same-site")).ShouldBe(expected);
    }

    [Fact]
    public void A_page_of_any_origin_may_not_where_all_may_read() =>
        PageOrigin.MayUseCookies(NewRequest(new CorsOptions(), App, "same-site")).ShouldBeFalse();

    [Fact]
    public void Two_origins_are_none()
    {
        var http = NewRequest(new CorsOptions(), null, null);
        http.Request.Headers.Origin = new(["http://events.example.com", "https://evil.example"]);

        PageOrigin.MayUseCookies(http).ShouldBeFalse();
    }

    private static DefaultHttpContext NewRequest(CorsOptions cors, string? origin, string? site)
    {
        var http = new DefaultHttpContext();
        http.Request.Host = new("events.example.com");
        if (origin is not null)
        {
            http.Request.Headers.Origin = origin;
        }
        if (site is not null)
        {
            http.Request.Headers["Sec-Fetch-Site"] = site;
        }
        var policy = new CorsPolicyMetadata(cors.ToPolicy());
        http.SetEndpoint(new Endpoint(null, new(policy), null));
        return http;
    }
}
