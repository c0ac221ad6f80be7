using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Freshet.IntegrationTests.Http;
using Freshet.IntegrationTests.Running;
using Freshet.Management.Grpc.Protos;
using Shouldly;
using Xunit;

namespace Freshet.IntegrationTests.Management;

/// <summary>The port of gRPC beside that of HTTP.</summary>
public sealed class PortTests
{
    private const string GetStats = "/sse.SSEManagementService/GetStats";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static readonly byte[] Empty = RawCaller.Frame(new GetStatsRequest());

    [Fact]
    public async Task Nothing_of_gRPC_answers_at_the_port_of_HTTP()
    {
        await using var server = await FreshetServer.StartAsync(Configurations.WithGrpc);

        var answer = await server.PostAsync(Empty, GetStats, "application/grpc");

        answer.Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("/health")]
    [InlineData("/stats")]
    [InlineData("/sse/events")]
    public async Task Nothing_of_HTTP_answers_at_the_port_of_gRPC(string path)
    {
        await using var server = await FreshetServer.StartAsync(Configurations.WithGrpc);
        using var caller = new RawCaller(server.GrpcAddress);

        var answer = await caller.SendAsync(HttpMethod.Get, path, body: null, mediaType: null);

        answer.HttpStatus.ShouldBe(HttpStatusCode.MethodNotAllowed);
        answer.Body.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_request_of_HTTP_1_is_told_that_this_is_none_of_its_ports()
    {
        await using var server = await FreshetServer.StartAsync(Configurations.WithGrpc);
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, server.GrpcAddress.Port, Cancellation);
        var stream = socket.GetStream();

        await stream.WriteAsync(
            "GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray(),
            Cancellation
        );
        using var reader = new StreamReader(stream);
        var answer = await Eventually.Comes(reader.ReadToEndAsync(Cancellation));

        answer.ShouldStartWith("HTTP/1.1 400");
    }

    [Fact]
    public async Task Without_its_table_no_port_is_opened()
    {
        await using var server = await FreshetServer.StartAsync();

        Should.Throw<ShouldAssertException>(() => server.GrpcAddress);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_told_in_words()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        await using var process = FreshetProcess.Run(
            "connect",
            "--set",
            "journal.type=memory",
            "--set",
            "http.port=0",
            "--set",
            $"management.grpc.port={port}"
        );

        (await process.ExitAsync()).ShouldBe(1);
        process.Errors.ShouldContain($"127.0.0.1:{port}");
        process.Errors.ShouldContain("--set management.grpc.port=");
    }

    [Fact]
    public async Task With_TLS_only_clients_with_a_certificate_are_let_in()
    {
        using var certificates = new TestCertificates();
        using var clientCertificate = certificates.Authority.Client("CN=operator");
        using var stranger = new TestAuthority("Stranger");
        using var strange = stranger.Client("CN=operator");
        var tls = certificates.Configuration.Replace(
            "[http.tls]",
            "[management.grpc.tls]",
            StringComparison.Ordinal
        );
        await using var server = await FreshetServer.StartAsync(
            Configurations.WithGrpc + tls + certificates.ClientAuthority
        );
        var folder = Directory.CreateTempSubdirectory("freshet-client-");
        try
        {
            var ca = Write("ca.pem", certificates.Authority.Pem);
            foreach (var kind in Enum.GetValues<ClientKind>())
            {
                var known = await CallAsync(kind, Options(clientCertificate, "known"));
                var unknown = await CallAsync(kind, Options(strange, "strange"));
                var none = await CallAsync(kind, new { ca, deadline = 20_000 });

                ((int)known.Message["max_clients"]!).ShouldBe(100_000);
                unknown.Code.ShouldBe(14, unknown.Details);
                none.Code.ShouldBe(14, none.Details);
            }

            object Options(X509Certificate2 certificate, string name) =>
                new
                {
                    ca,
                    cert = Write($"{name}.pem", certificate.ExportCertificatePem()),
                    key = Write(
                        $"{name}.key",
                        certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem()
                    ),
                    deadline = 20_000,
                };
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        string Write(string name, string text)
        {
            var path = Path.Combine(folder.FullName, name);
            File.WriteAllText(path, text);
            return path;
        }

        Task<CallResult> CallAsync(ClientKind kind, object options) =>
            RealClient.CallAsync(
                kind,
                server.GrpcAddress,
                "sse.SSEManagementService/GetStats",
                options
            );
    }
}
