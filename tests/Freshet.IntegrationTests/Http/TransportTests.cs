using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Freshet.Http.Detaching;
using Freshet.IntegrationTests.Clients;
using Freshet.IntegrationTests.Running;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Shouldly;
using Xunit;

namespace Freshet.IntegrationTests.Http;

public sealed class TransportTests
{
    private const int Large = 10 * 1024 * 1024;

    [Fact]
    public async Task A_connection_serves_one_request_after_the_other()
    {
        await using var server = await StartAsync();
        using var client = await ConnectAsync(server);

        foreach (var body in (string[])["one", "two", "three"])
        {
            await client.SendAsync(Post(body));
            await client.ReadUntilAsync(Answer(body));
        }
    }

    [Fact]
    public async Task Requests_that_come_together_are_answered_in_order()
    {
        await using var server = await StartAsync();
        using var client = await ConnectAsync(server);
        var bodies = Enumerable.Range(1000, 500).Select(number => number.ToString()).ToArray();

        await client.SendAsync(string.Concat(bodies.Select(Post)));
        await client.ReadUntilAsync(Answer("1499"));

        var places = bodies
            .Select(body => client.Received.IndexOf(Answer(body), StringComparison.Ordinal))
            .ToArray();
        places.ShouldBeInOrder();
        places[0].ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task A_request_may_come_a_byte_at_a_time()
    {
        await using var server = await StartAsync();
        using var client = await ConnectAsync(server);

        foreach (var character in Post("slowly"))
        {
            await client.SendAsync(character.ToString());
        }

        await client.ReadUntilAsync(Answer("slowly"));
    }

    [Fact]
    public async Task Who_asks_before_sending_a_body_is_told_to_go_on()
    {
        await using var server = await StartAsync();
        using var client = await ConnectAsync(server);

        await client.SendAsync(
            "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n"
        );
        await client.ReadUntilAsync("HTTP/1.1 100 Continue\r\n\r\n");
        await client.SendAsync("hello");

        await client.ReadUntilAsync(Answer("hello"));
    }

    [Fact]
    public async Task Large_bodies_pass_in_both_directions_at_once()
    {
        await using var server = await StartAsync();
        var bytes = RandomNumberGenerator.GetBytes(Large);
        using var client = await ConnectAsync(server);
        await client.SendAsync(
            $"POST /mirror HTTP/1.1\r\nHost: localhost\r\nContent-Length: {Large}\r\nConnection: close\r\n\r\n"
        );

        await Task.WhenAll(client.SendAsync(bytes), client.ReadToEndAsync());

        client.Body().SequenceEqual(bytes).ShouldBeTrue();
    }

    [Fact]
    public async Task A_client_that_reads_slowly_gets_everything()
    {
        await using var server = await StartAsync();
        using var client = await RawClient.ConnectAsync(
            new IPEndPoint(IPAddress.Loopback, server.Address.Port),
            receiveBuffer: 8 * 1024
        );

        await client.SendAsync(
            "GET /large HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
        );
        await client.ReadToEndAsync();

        client.Body().SequenceEqual(new byte[Large]).ShouldBeTrue();
    }

    [Theory]
    [InlineData("/large")]
    [InlineData("/forever")]
    public async Task A_client_that_breaks_the_connection_ends_the_request_and_is_no_news(
        string path
    )
    {
        var log = new CapturedLog();
        var ended = new TaskCompletionSource();
        await using var server = await StartAsync(log, ended);
        using var client = await ConnectAsync(server);
        await client.GetAsync(path);
        await client.ReadUntilAsync("\r\n\r\n");

        client.Reset();

        await Eventually.Comes(ended.Task);
        log.Lines.ShouldNotContain(line =>
            line.StartsWith("Error") || line.StartsWith("Warning") || line.StartsWith("Critical")
        );
    }

    [Fact]
    public async Task A_client_that_breaks_off_its_body_ends_the_request()
    {
        var log = new CapturedLog();
        var ended = new TaskCompletionSource();
        await using var server = await StartAsync(log, ended);
        using var client = await ConnectAsync(server);
        await client.SendAsync(
            "POST /forever HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nhalf"
        );
        await client.ReadUntilAsync("\r\n\r\n");

        client.Reset();

        await Eventually.Comes(ended.Task);
        log.Lines.ShouldNotContain(line => line.StartsWith("Error"));
    }

    [Fact]
    public async Task A_request_that_the_server_aborts_resets_the_connection()
    {
        await using var server = await StartAsync();
        using var client = await ConnectAsync(server);

        await client.GetAsync("/abort");

        var fault = await Should.ThrowAsync<SocketException>(client.ReadToEndAsync());
        fault.SocketErrorCode.ShouldBe(SocketError.ConnectionReset);
    }

    [Fact]
    public async Task Only_plain_HTTP_1_lets_a_socket_go()
    {
        using var authority = new TestAuthority();
        using var certificate = authority.Server();
        await using var plain = await StartAsync(listen: options => options.AllowDetaching());
        await using var multiplexed = await StartAsync(listen: options =>
            options.Protocols = HttpProtocols.Http2
        );
        await using var secure = await StartAsync(listen: options => options.UseHttps(certificate));

        using var http = Trusting(authority);

        (await CanDetachAsync(http, plain.Address, 1)).ShouldBe("True");
        (await CanDetachAsync(http, multiplexed.Address, 2)).ShouldBe("False");
        (await CanDetachAsync(http, secure.Address, 1)).ShouldBe("False");
        (await CanDetachAsync(http, secure.Address, 2)).ShouldBe("False");
    }

    [Fact]
    public async Task A_socket_behind_TLS_cannot_be_had_by_mistake()
    {
        using var authority = new TestAuthority();
        using var certificate = authority.Server();
        await using var server = await StartAsync(listen: options =>
        {
            options.AllowDetaching();
            options.UseHttps(certificate);
        });
        using var http = Trusting(authority);

        var answer = await http.GetStringAsync(
            new Uri(server.Address, "/detach"),
            TestContext.Current.CancellationToken
        );

        answer.ShouldBe("InvalidOperationException");
    }

    [Theory]
    [InlineData("*", "127.0.0.1")]
    [InlineData("*", "[::1]")]
    [InlineData("::1", "[::1]")]
    [InlineData("localhost", "127.0.0.1")]
    [InlineData("localhost", "[::1]")]
    public async Task It_listens_where_it_is_told_to(string host, string client)
    {
        var port = host == "localhost" ? FreePort() : 0;
        await using var freshet = FreshetProcess.Run(
            "connect",
            "--set",
            $"http.host={host}",
            "--set",
            $"http.port={port}",
            "--set",
            "journal.type=memory"
        );
        await freshet.Complains("listening on ");
        using var http = new HttpClient { Timeout = Eventually.Limit };

        var answer = await http.GetAsync(
            $"http://{client}:{PortOf(freshet.Errors)}/health",
            TestContext.Current.CancellationToken
        );

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Clients_beyond_the_limit_of_files_wait_until_others_leave()
    {
        await using var freshet = ChildProcess.Start(
            "prlimit",
            "install util-linux",
            [
                "--nofile=256:256",
                "dotnet",
                Path.Combine(AppContext.BaseDirectory, "freshet.dll"),
                "connect",
                "--set",
                "http.host=127.0.0.1",
                "--set",
                "http.port=0",
                "--set",
                "journal.type=memory",
            ]
        );
        await freshet.Complains("listening on ");
        var address = new IPEndPoint(IPAddress.Loopback, PortOf(freshet.Errors));
        const string Health = "GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n";
        using (var first = await RawClient.ConnectAsync(address))
        {
            // What the runtime loads for a request needs files too.
            await first.SendAsync(Health);
            await first.ReadUntilAsync("HTTP/1.1 200 OK");
        }
        var clients = new List<RawClient>();
        for (var number = 0; number < 300; number++)
        {
            clients.Add(await RawClient.ConnectAsync(address));
        }
        await freshet.Complains("ulimit -n");
        await clients[^1].SendAsync(Health);

        // The last is served once the others have gone.
        clients.SkipLast(1).ToList().ForEach(client => client.Dispose());
        await clients[^1].ReadUntilAsync("HTTP/1.1 200 OK");

        clients[^1].Dispose();
        freshet.Errors.Split("ulimit -n").Length.ShouldBe(2);
    }

    private static Task<TestServer> StartAsync(
        CapturedLog? log = null,
        TaskCompletionSource? ended = null,
        Action<ListenOptions>? listen = null
    ) =>
        TestServer.StartAsync(
            app =>
            {
                app.MapPost("/echo", EchoAsync);
                app.MapPost("/mirror", MirrorAsync);
                app.MapGet("/large", http => LargeAsync(http, ended));
                app.Map("/forever", http => ForeverAsync(http, ended));
                app.MapGet(
                    "/abort",
                    http =>
                    {
                        http.Abort();
                        return Task.CompletedTask;
                    }
                );
                app.MapGet(
                    "/feature",
                    http =>
                        http.Response.WriteAsync(
                            (http.Features.Get<IDetachFeature>() is not null).ToString()
                        )
                );
                app.MapGet("/detach", DetachAsync);
            },
            listen,
            log,
            web => web.UseSocketTransport(TimeProvider.System)
        );

    private static async Task EchoAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        var body = await reader.ReadToEndAsync();
        http.Response.ContentLength = body.Length;
        await http.Response.WriteAsync(body);
    }

    private static async Task MirrorAsync(HttpContext http)
    {
        http.Response.ContentLength = http.Request.ContentLength;
        await http.Request.Body.CopyToAsync(http.Response.Body);
    }

    private static async Task LargeAsync(HttpContext http, TaskCompletionSource? ended)
    {
        http.Response.ContentLength = Large;
        try
        {
            await http.Response.Body.WriteAsync(new byte[Large], http.RequestAborted);
        }
        finally
        {
            ended?.SetResult();
        }
    }

    private static async Task ForeverAsync(HttpContext http, TaskCompletionSource? ended)
    {
        var left = new TaskCompletionSource();
        await http.Response.Body.FlushAsync();
        await using var registration = http.RequestAborted.Register(left.SetResult);
        await left.Task;
        ended?.SetResult();
    }

    private static async Task DetachAsync(HttpContext http)
    {
        try
        {
            http.Features.Get<IDetachFeature>()!.Detach(_ => { });
        }
        catch (InvalidOperationException fault)
        {
            await http.Response.WriteAsync(fault.GetType().Name);
        }
    }

    private static async Task<string> CanDetachAsync(HttpClient http, Uri address, int version)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address, "/feature"))
        {
            Version = new Version(version, version == 1 ? 1 : 0),
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        using var answer = await http.SendAsync(request);
        return await answer.Content.ReadAsStringAsync();
    }

    private static HttpClient Trusting(TestAuthority authority)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
        };
        policy.CustomTrustStore.Add(authority.Certificate);
        return new HttpClient(
            new SocketsHttpHandler
            {
                SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = policy },
            }
        )
        {
            Timeout = Eventually.Limit,
        };
    }

    private static Task<RawClient> ConnectAsync(TestServer server) =>
        RawClient.ConnectAsync(new IPEndPoint(IPAddress.Loopback, server.Address.Port));

    private static string Post(string body) =>
        $"POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: {body.Length}\r\n\r\n{body}";

    private static string Answer(string body) => $"\r\n\r\n{body}";

    private static int PortOf(string log) =>
        new Uri(log.Split("listening on ")[1].Split([' ', '\n'])[0]).Port;

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
