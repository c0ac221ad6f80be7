using System.Net;
using Freshet.IntegrationTests.Clients;
using Freshet.IntegrationTests.Http;
using Freshet.IntegrationTests.Running;
using Shouldly;
using Xunit;

namespace Freshet.IntegrationTests.Streams;

/// <summary>Streams over HTTPS, and rules on who the client's certificate says it is.</summary>
public sealed class TlsTests : IDisposable
{
    private const string SubjectRule = """

        [sinks.events.headers]
        "X-Client-Certificate-Subject" = { type = "matches", pattern = "^CN=internal-collector.*" }
        """;

    private readonly TestCertificates certificates = new();

    public void Dispose() => certificates.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_stream_goes_over_TLS_by_either_version_of_HTTP(int version)
    {
        await using var server = await StartAsync(asksClients: false);
        server.Address.Scheme.ShouldBe("https");
        using var http = certificates.Client(server, version);
        await using var client = await SseClient.OpenAsync(http, "/sse/events");
        using var hook = new HttpRequestMessage(HttpMethod.Post, "/webhook/hook")
        {
            Content = new StringContent("{\"n\":1}"),
        };

        var answer = await Answer.ReadAsync(http, hook);

        answer.Status.ShouldBe(HttpStatusCode.Created);
        client.HttpVersion.Major.ShouldBe(version);
        client["Content-Type"].ShouldBe("text/event-stream");
        (await client.NextAsync()).Data.ShouldBe("{\"n\":1}");
    }

    [Fact]
    public async Task A_stream_over_HTTP_2_ends_cleanly()
    {
        await using var server = await StartAsync(asksClients: false);
        using var http = certificates.Client(server, 2);
        await using var client = await SseClient.OpenAsync(http, "/sse/events");

        await server.StopAsync();

        (await client.RestAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Plain_HTTP_on_the_same_port_is_not_answered()
    {
        await using var server = await StartAsync(asksClients: false);
        using var http = new HttpClient();

        await Should.ThrowAsync<HttpRequestException>(() =>
            http.GetAsync(
                new UriBuilder(server.Address) { Scheme = "http" }.Uri,
                TestContext.Current.CancellationToken
            )
        );
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task The_subject_of_a_verified_certificate_opens_the_stream(int version)
    {
        using var certificate = certificates.Authority.Client("CN=internal-collector-1, O=Example");
        await using var server = await StartAsync(asksClients: true);
        using var http = certificates.Client(server, version, certificate);

        await using var client = await SseClient.OpenAsync(http, "/sse/events");

        client.HttpVersion.Major.ShouldBe(version);
    }

    [Fact]
    public async Task Another_subject_is_403_and_none_401_whatever_the_client_says_it_is()
    {
        using var certificate = certificates.Authority.Client("CN=stranger");
        await using var server = await StartAsync(asksClients: true);
        using var stranger = certificates.Client(server, 1, certificate);
        using var anonymous = certificates.Client(server, 1);
        (string, string)[] forged = [("X-Client-Certificate-Subject", "CN=internal-collector-1")];

        (await GetAsync(stranger)).Problem(HttpStatusCode.Forbidden);
        (await GetAsync(stranger, forged)).Problem(HttpStatusCode.Forbidden);
        (await GetAsync(anonymous)).Problem(HttpStatusCode.Unauthorized);
        (await GetAsync(anonymous, forged)).Problem(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_certificate_of_another_authority_is_refused()
    {
        using var other = new TestAuthority();
        using var certificate = other.Client("CN=internal-collector-1");
        await using var server = await StartAsync(asksClients: true);
        using var http = certificates.Client(server, 1, certificate);

        await Should.ThrowAsync<HttpRequestException>(() => GetAsync(http));
    }

    private static Task<Answer> GetAsync(
        HttpClient http,
        params (string Name, string Value)[] headers
    ) => Answer.ReadAsync(http, new HttpRequestMessage(HttpMethod.Get, "/sse/events"), headers);

    private Task<FreshetServer> StartAsync(bool asksClients) =>
        FreshetServer.StartAsync(
            asksClients
                ? $"{certificates.Configuration}{certificates.ClientAuthority}\n{FreshetServer.WebhookAndStream}{SubjectRule}"
                : certificates.Configuration + FreshetServer.WebhookAndStream
        );
}
