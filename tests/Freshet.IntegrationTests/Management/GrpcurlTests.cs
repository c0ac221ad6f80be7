using System.Text.Json.Nodes;
using Freshet.IntegrationTests.Running;
using Shouldly;
using Xunit;

namespace Freshet.IntegrationTests.Management;

/// <summary>
/// Command lines for <c>grpcurl</c>, as they are written, in a shell. <c>tests/clients/grpcurl.mjs</c> stands in for the program: like it, it has nothing to
/// go by but the server's reflection.
/// </summary>
public sealed class GrpcurlTests
{
    [Fact]
    public async Task The_examples_run_as_written()
    {
        await using var server = await FreshetServer.StartAsync(Configurations.WithGrpc);
        await using var client = await server.ListenAsync(
            "/sse/events?event_types=blog.*",
            ("User-Agent", "example")
        );

        var stats = await JsonAsync(
            server,
            "grpcurl -plaintext localhost:9094 sse.SSEManagementService/GetStats"
        );
        var clients = await JsonAsync(
            server,
            """
            grpcurl -plaintext -d '{"limit": 50, "offset": 0}' \
              localhost:9094 sse.SSEManagementService/GetClients
            """
        );
        var health = await JsonAsync(
            server,
            "grpcurl -plaintext localhost:9094 sse.SSEManagementService/GetHealth"
        );
        var (code, _, errors) = await RunAsync(
            server,
            """
            grpcurl -plaintext -d '{"client_id": "abc-123"}' \
              localhost:9094 sse.SSEManagementService/DisconnectClient
            """
        );

        ((int)stats["totalClients"]!).ShouldBe(1);
        ((int)clients["total"]!).ShouldBe(1);
        var told = clients["clients"]![0]!;
        ((string)told["userAgent"]!).ShouldBe("example");
        ((string)told["connectedAt"]!).ShouldEndWith("Z");
        ((string)told["filter"]!["eventTypes"]![0]!).ShouldBe("blog.*");
        ((bool)health["healthy"]!).ShouldBeTrue();
        ((int)health["connectedClients"]!).ShouldBe(1);
        code.ShouldBe(64 + 5);
        errors.ShouldContain("Code: NotFound");

        var id = (string)told["id"]!;
        var ended = await JsonAsync(
            server,
            $$"""grpcurl -plaintext -d '{"client_id": "{{id}}"}' localhost:9094 sse.SSEManagementService/DisconnectClient"""
        );
        ((bool)ended["success"]!).ShouldBeTrue();
        (await client.RestAsync()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("")]
    [InlineData("-reflect-version v1")]
    [InlineData("-reflect-version v1alpha")]
    public async Task Services_and_their_methods_are_listed_and_described(string version)
    {
        await using var server = await FreshetServer.StartAsync(Configurations.WithGrpc);

        var services = await TextAsync(server, $"grpcurl {version} -plaintext localhost:9094 list");
        var methods = await TextAsync(
            server,
            $"grpcurl {version} -plaintext localhost:9094 list sse.SSEManagementService"
        );
        var service = await TextAsync(
            server,
            $"grpcurl {version} -plaintext localhost:9094 describe sse.SSEManagementService"
        );
        var message = await TextAsync(
            server,
            $"grpcurl {version} -plaintext localhost:9094 describe sse.ClientInfo"
        );

        services
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .ShouldBe([
                "grpc.health.v1.Health",
                "grpc.reflection.v1.ServerReflection",
                "grpc.reflection.v1alpha.ServerReflection",
                "sse.SSEManagementService",
            ]);
        methods
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .ShouldBe([
                "sse.SSEManagementService.DisconnectClient",
                "sse.SSEManagementService.GetClients",
                "sse.SSEManagementService.GetHealth",
                "sse.SSEManagementService.GetStats",
            ]);
        service.ShouldContain(
            "rpc GetClients ( .sse.GetClientsRequest ) returns ( .sse.GetClientsResponse );"
        );
        message.ShouldContain("string remote_addr = 7;");
    }

    [Fact]
    public async Task The_token_is_given_as_a_header()
    {
        await using var server = await FreshetServer.StartAsync(Configurations.WithToken);

        var with = await JsonAsync(
            server,
            $"grpcurl -plaintext -H 'authorization: Bearer {Configurations.Token}' localhost:9094 sse.SSEManagementService/GetStats"
        );
        var (code, _, errors) = await RunAsync(server, "grpcurl -plaintext localhost:9094 list");

        ((int)with["maxClients"]!).ShouldBe(100_000);
        code.ShouldBe(64 + 16);
        errors.ShouldContain("Code: Unauthenticated");
    }

    private static async Task<JsonNode> JsonAsync(FreshetServer server, string command) =>
        JsonNode.Parse(await TextAsync(server, command))!;

    private static async Task<string> TextAsync(FreshetServer server, string command)
    {
        var (code, output, errors) = await RunAsync(server, command);
        code.ShouldBe(0, errors);
        return output;
    }

    private static async Task<(int Code, string Output, string Errors)> RunAsync(
        FreshetServer server,
        string command
    )
    {
        var program = Repository.At("tests", "clients", "grpcurl.mjs");
        // The port alone is another, so that tests can run beside each other.
        var written = command.Replace(
            "localhost:9094",
            $"localhost:{server.GrpcAddress.Port}",
            StringComparison.Ordinal
        );
        await using var shell = ChildProcess.Start(
            "bash",
            "apt-get install bash nodejs npm",
            ["-c", $"grpcurl() {{ node '{program}' \"$@\"; }}\n{written}"]
        );
        return (await shell.ExitAsync(), shell.Output, shell.Errors);
    }
}
