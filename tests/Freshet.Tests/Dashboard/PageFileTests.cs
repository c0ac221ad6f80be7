using System.IO.Compression;
using System.Text;
using Freshet.Dashboard.Page;
using Microsoft.AspNetCore.Http;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Dashboard;

public sealed class PageFileTests
{
    private static readonly string Script = string.Concat(
        Enumerable.Repeat("export const x = 1;\n", 100)
    );

    private readonly PageFiles files = new([
        ("index.html", "<!doctype html>"u8.ToArray()),
        ("dashboard/assets/app-1a2b.js", Encoding.UTF8.GetBytes(Script)),
        ("dashboard/assets/mark.png", [1, 2, 3]),
    ]);

    [Theory]
    [InlineData("br, gzip", "br")]
    [InlineData("gzip", "gzip")]
    [InlineData("br;q=0, gzip;q=0.1", "gzip")]
    [InlineData("identity", null)]
    [InlineData("", null)]
    public async Task A_file_is_sent_in_the_best_coding_that_is_taken(
        string accepted,
        string? coding
    )
    {
        var http = await GetAsync("app-1a2b.js", ("Accept-Encoding", accepted));

        http.Response.Headers.ContentEncoding.ToString().ShouldBe(coding ?? "");
        http.Response.ContentType.ShouldBe("text/javascript; charset=utf-8");
        http.Response.Headers.Vary.ToString().ShouldBe("Accept-Encoding");
        var body = Body(http);
        http.Response.ContentLength.ShouldBe(body.Length);
        Unpack(body, coding).ShouldBe(Script);
    }

    [Fact]
    public async Task Who_has_a_file_is_not_sent_it_again_and_each_coding_is_another()
    {
        var plain = await GetAsync("app-1a2b.js");
        var packed = await GetAsync("app-1a2b.js", ("Accept-Encoding", "br"));
        packed.Response.Headers.ETag.ToString().ShouldNotBe(plain.Response.Headers.ETag.ToString());

        var again = await GetAsync(
            "app-1a2b.js",
            ("Accept-Encoding", "br"),
            ("If-None-Match", $"\"x\", W/{packed.Response.Headers.ETag}")
        );
        again.Response.StatusCode.ShouldBe(304);
        Body(again).ShouldBeEmpty();

        var other = await GetAsync(
            "app-1a2b.js",
            ("If-None-Match", packed.Response.Headers.ETag.ToString())
        );
        other.Response.StatusCode.ShouldBe(200);
    }

    [Fact]
    public async Task What_is_compressed_already_goes_as_it_is()
    {
        var http = await GetAsync("mark.png", ("Accept-Encoding", "br, gzip"));

        http.Response.Headers.ContentEncoding.ToString().ShouldBeEmpty();
        Body(http).ShouldBe([1, 2, 3]);
    }

    [Theory]
    [InlineData("index.html")]
    [InlineData("../index.html")]
    [InlineData("dashboard/assets/app-1a2b.js")]
    [InlineData("APP-1A2B.JS")]
    public void Nothing_but_an_asset_is_found_by_its_name(string name)
    {
        files.Page.ShouldNotBeNull().MediaType.ShouldBe("text/html; charset=utf-8");
        files.Find(name).ShouldBeNull();
    }

    private async Task<HttpContext> GetAsync(
        string name,
        params (string Name, string Value)[] headers
    )
    {
        var http = new DefaultHttpContext();
        http.Request.Method = "GET";
        http.Response.Body = new MemoryStream();
        foreach (var (header, value) in headers)
        {
            http.Request.Headers[header] = value;
        }
        await files.Find(name).ShouldNotBeNull().AnswerAsync(http);
        return http;
    }

    private static byte[] Body(HttpContext http) => ((MemoryStream)http.Response.Body).ToArray();

    private static string Unpack(byte[] body, string? coding)
    {
        using var packed = new MemoryStream(body);
        using Stream stream = coding switch
        {
            "br" => new BrotliStream(packed, CompressionMode.Decompress),
            "gzip" => new GZipStream(packed, CompressionMode.Decompress),
            _ => packed,
        };
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
