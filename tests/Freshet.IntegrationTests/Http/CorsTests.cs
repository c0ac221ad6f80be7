using System.Net;
using System.Text;
using Freshet.Configuration;
using Freshet.Http;
using Freshet.Toml;
using Microsoft.AspNetCore.Builder;
using Shouldly;
using Xunit;

namespace Freshet.IntegrationTests.Http;

public sealed class CorsTests
{
    private const string App = "https://app.example.com";

    [Fact]
    public async Task By_default_every_origin_may_read_and_send_any_header()
    {
        using var preflight = await SendAsync("", HttpMethod.Options, App);
        using var read = await SendAsync("", HttpMethod.Get, App);

        preflight.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        Header(preflight, "Access-Control-Allow-Origin").ShouldBe("*");
        Header(preflight, "Access-Control-Allow-Methods").ShouldBe("GET,HEAD,OPTIONS");
        Header(preflight, "Access-Control-Allow-Headers")
            .ShouldBe("last-event-id,authorization,x-own");
        Header(preflight, "Access-Control-Max-Age").ShouldBe("600");
        Header(preflight, "Access-Control-Allow-Credentials").ShouldBeNull();
        Header(read, "Access-Control-Allow-Origin").ShouldBe("*");
        Header(read, "Vary").ShouldBeNull();
    }

    [Theory]
    [InlineData("'https://app.example.com'")]
    [InlineData("'HTTPS://App.Example.com:443', 'http://localhost:5173'")]
    public async Task Only_a_named_origin_may_read(string origins)
    {
        var toml = $"allowed_origins = [{origins}]\nallow_credentials = true";
        using var friend = await SendAsync(toml, HttpMethod.Get, App);
        using var stranger = await SendAsync(toml, HttpMethod.Get, "https://evil.example.com");
        using var preflight = await SendAsync(toml, HttpMethod.Options, "https://evil.example.com");

        Header(friend, "Access-Control-Allow-Origin").ShouldBe(App);
        Header(friend, "Access-Control-Allow-Credentials").ShouldBe("true");
        Header(friend, "Vary").ShouldBe("Origin");
        Header(stranger, "Access-Control-Allow-Origin").ShouldBeNull();
        Header(preflight, "Access-Control-Allow-Origin").ShouldBeNull();
    }

    [Fact]
    public async Task Headers_may_be_named_too()
    {
        using var preflight = await SendAsync(
            "allowed_headers = ['Last-Event-ID']",
            HttpMethod.Options,
            App
        );

        Header(preflight, "Access-Control-Allow-Headers").ShouldBe("Last-Event-ID");
    }

    [Fact]
    public async Task A_refusal_can_be_read_by_the_page_that_caused_it()
    {
        using var answer = await SendAsync("", HttpMethod.Get, App, "/refused");

        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        Header(answer, "Access-Control-Allow-Origin").ShouldBe("*");
    }

    [Theory]
    [InlineData("allow_credentials = true", "credentials are allowed to every origin")]
    [InlineData("allowed_origins = ['app.example.com']", "not an origin")]
    [InlineData("allowed_origins = ['https://app.example.com/']", "no path")]
    [InlineData("allowed_origins = ['https://app.example.com/a?b']", "no path")]
    [InlineData("allowed_origins = ['https://me@app.example.com']", "no path, query or user")]
    [InlineData("allowed_origins = ['https://*.example.com']", "not an origin")]
    [InlineData("allowed_origins = ['null']", "not an origin")]
    [InlineData("allowed_origins = ['*', 'https://a.example']", "changes nothing")]
    [InlineData("allowed_headers = ['a b']", "not the name of a header")]
    [InlineData("allowed_origin = ['*']", "unknown key \"allowed_origin\"")]
    [InlineData("max_age = '2d'", "must be from 0s to 1d")]
    public void Mistakes_are_told(string toml, string message)
    {
        var diagnostics = new List<Diagnostic>();
        Read(toml, diagnostics);

        var mistake = diagnostics.ShouldHaveSingleItem();
        mistake.Message.ShouldContain(message);
    }

    [Theory]
    [InlineData("https://bücher.example", "https://xn--bcher-kva.example")]
    [InlineData("http://[::1]:8080", "http://[::1]:8080")]
    [InlineData("tauri://localhost", "tauri://localhost")]
    public void Origins_are_kept_as_browsers_write_them(string written, string kept)
    {
        var diagnostics = new List<Diagnostic>();

        var origins = Read($"allowed_origins = ['{written}']", diagnostics).AllowedOrigins;

        diagnostics.ShouldBeEmpty();
        origins.ShouldHaveSingleItem().Value.ShouldBe(kept);
    }

    private static CorsOptions Read(string toml, List<Diagnostic> diagnostics)
    {
        var table = TomlReader.Read(Encoding.UTF8.GetBytes(toml), "freshet.toml", diagnostics);
        return new OptionsReader(diagnostics, _ => null).Read<CorsOptions>(table, "http.cors");
    }

    private static async Task<HttpResponseMessage> SendAsync(
        string toml,
        HttpMethod method,
        string origin,
        string path = "/"
    )
    {
        var diagnostics = new List<Diagnostic>();
        var options = Read(toml, diagnostics);
        diagnostics.ShouldBeEmpty();
        await using var server = await TestServer.StartAsync(app =>
        {
            app.UseRouting();
            app.UseCors();
            app.MapGet("/", () => "hello").WithCors(options);
            app.MapGet("/refused", context => Problem.AnswerAsync(context, 403, "no"))
                .WithCors(options);
        });
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(method, new Uri(server.Address, path));
        request.Headers.Add("Origin", origin);
        if (method == HttpMethod.Options)
        {
            request.Headers.Add("Access-Control-Request-Method", "GET");
            request.Headers.Add(
                "Access-Control-Request-Headers",
                "last-event-id,authorization,x-own"
            );
        }
        return await client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private static string? Header(HttpResponseMessage answer, string name) =>
        answer.Headers.TryGetValues(name, out var values) ? string.Join(',', values) : null;
}
