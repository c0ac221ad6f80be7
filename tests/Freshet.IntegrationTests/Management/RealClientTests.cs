using System.Text.Json.Nodes;
using Freshet.IntegrationTests.Running;
using Shouldly;
using Xunit;

namespace Freshet.IntegrationTests.Management;

/// <summary>The management as clients of gRPC see it that others wrote.</summary>
public sealed class RealClientTests
{
    private const string Service = "sse.SSEManagementService";
    private const string Health = "grpc.health.v1.Health";

    /// <summary>A message with it is worth packing.</summary>
    private static readonly string LongName = new('a', 250);

    [Theory]
    [InlineData(ClientKind.Node)]
    [InlineData(ClientKind.Python)]
    public async Task Stats_tell_how_many_clients_there_are_and_what_they_were_sent(ClientKind kind)
    {
        await using var server = await FreshetServer.StartAsync(Configurations.WithGrpc);
        await using var one = await server.ListenAsync();
        await using var other = await server.ListenAsync();
        await server.PostAsync("""{"n":1}""");
        await one.NextAsync();
        await other.NextAsync();

        JsonNode stats;
        do
        {
            // What is sent is counted when the turn is over in which it was.
            stats = (
                await RealClient.CallAsync(kind, server.GrpcAddress, $"{Service}/GetStats")
            ).Message;
        } while ((string)stats["total_events_sent"]! != "2");

        ((int)stats["total_clients"]!).ShouldBe(2);
        ((int)stats["max_clients"]!).ShouldBe(100_000);
    }

    [Theory]
    [InlineData(ClientKind.Node)]
    [InlineData(ClientKind.Python)]
    public async Task Clients_of_all_endpoints_are_told_in_the_order_in_which_they_came(
        ClientKind kind
    )
    {
        await using var server = await FreshetServer.StartAsync(
            Configurations.WithGrpc + "[sinks.others]\ntype = \"sse\"\nid = \"others\"\n"
        );
        await using var first = await server.ListenAsync(
            "/sse/events?event_types=blog.*,*.created&sources=blog",
            ("User-Agent", "first")
        );
        await using var second = await server.ListenAsync("/sse/others", ("User-Agent", "second"));
        await using var third = await server.ListenAsync("/sse/events", ("User-Agent", "third"));

        var all = await ClientsAsync(kind, server, new { });
        var page = await ClientsAsync(kind, server, new { limit = 1, offset = 1 });
        var beyond = await ClientsAsync(kind, server, new { offset = 3 });
        var most = await ClientsAsync(kind, server, new { limit = int.MaxValue });

        Agents(all).ShouldBe(["first", "second", "third"]);
        Agents(page).ShouldBe(["second"]);
        Agents(beyond).ShouldBeEmpty();
        Agents(most).ShouldBe(["first", "second", "third"]);
        foreach (var answer in (JsonNode[])[all, page, beyond, most])
        {
            ((int)answer["total"]!).ShouldBe(3);
        }
        var client = all["clients"]![0]!;
        Guid.TryParse((string)client["id"]!, out _).ShouldBeTrue();
        client["connected_at"].ShouldNotBeNull();
        client["last_event_at"].ShouldBeNull();
        ((string)client["events_received"]!).ShouldBe("0");
        ((string)client["remote_addr"]!).ShouldStartWith("127.0.0.1:");
        Texts(client["filter"]!["event_types"]).ShouldBe(["*.created", "blog.*"]);
        Texts(client["filter"]!["sources"]).ShouldBe(["blog"]);
    }

    [Theory]
    [InlineData(ClientKind.Node)]
    [InlineData(ClientKind.Python)]
    public async Task A_client_that_is_disconnected_is_gone_and_the_others_are_not(ClientKind kind)
    {
        await using var server = await FreshetServer.StartAsync(Configurations.WithGrpc);
        await using var unwanted = await server.ListenAsync();
        await using var other = await server.ListenAsync();
        var clients = await ClientsAsync(kind, server, new { });
        var request = new
        {
            requests = new[] { new { client_id = (string)clients["clients"]![0]!["id"]! } },
        };
        var method = $"{Service}/DisconnectClient";

        var answer = await RealClient.CallAsync(kind, server.GrpcAddress, method, request);

        ((bool)answer.Message["success"]!).ShouldBeTrue();
        ((string)answer.Message["message"]!).ShouldNotBeEmpty();
        (await unwanted.RestAsync()).ShouldBeEmpty();
        await server.PostAsync("""{"n":1}""");
        (await other.NextAsync()).Data.ShouldContain("\"n\":1");
        CallResult again;
        do
        {
            again = await RealClient.CallAsync(kind, server.GrpcAddress, method, request);
        } while (again.Code == 0);
        again.Code.ShouldBe(5);
        ((int)(await ClientsAsync(kind, server, new { }))["total"]!).ShouldBe(1);
    }

    [Theory]
    [InlineData($"{Service}/GetClients", """{"limit":-1}""", 3)]
    [InlineData($"{Service}/GetClients", """{"offset":-1}""", 3)]
    [InlineData($"{Service}/DisconnectClient", """{"client_id":""}""", 3)]
    [InlineData($"{Service}/DisconnectClient", """{"client_id":"abc-123"}""", 5)]
    [InlineData($"{Health}/Check", """{"service":"nobody"}""", 5)]
    public async Task Mistakes_have_their_codes_and_say_what_they_are(
        string method,
        string request,
        int code
    )
    {
        await using var server = await FreshetServer.StartAsync(Configurations.WithGrpc);
        foreach (var kind in Enum.GetValues<ClientKind>())
        {
            var answer = await RealClient.CallAsync(
                kind,
                server.GrpcAddress,
                method,
                new { requests = new[] { JsonNode.Parse(request) } }
            );

            answer.Code.ShouldBe(code, answer.Details);
            answer.Messages.ShouldBeEmpty();
            answer.Details.ShouldNotBeEmpty();
        }
    }

    [Theory]
    [InlineData(ClientKind.Node)]
    [InlineData(ClientKind.Python)]
    public async Task Health_is_told_by_both_services(ClientKind kind)
    {
        await using var server = await FreshetServer.StartAsync(Configurations.WithGrpc);

        var own = await RealClient.CallAsync(kind, server.GrpcAddress, $"{Service}/GetHealth");
        var standard = await RealClient.CallAsync(
            kind,
            server.GrpcAddress,
            $"{Health}/Check",
            new { requests = new[] { new { service = Service } } }
        );

        ((bool)own.Message["healthy"]!).ShouldBeTrue();
        ((int)own.Message["connected_clients"]!).ShouldBe(0);
        ((string)standard.Message["status"]!).ShouldBe("SERVING");
    }

    [Theory]
    [InlineData(ClientKind.Node)]
    [InlineData(ClientKind.Python)]
    public async Task Who_watches_health_is_told_at_once_and_let_go_when_the_server_stops(
        ClientKind kind
    )
    {
        await using var server = await FreshetServer.StartAsync(Configurations.WithGrpc);
        await using var watching = RealClient.Start(kind, server.GrpcAddress, $"{Health}/Watch");
        await using var stranger = RealClient.Start(
            kind,
            server.GrpcAddress,
            $"{Health}/Watch",
            new { requests = new[] { new { service = "nobody" } } }
        );
        await watching.Hears(1);
        await stranger.Hears(1);

        await server.StopAsync();

        var watched = await watching.EndsAsync();
        ((string)watched.Messages.ShouldHaveSingleItem()["status"]!).ShouldBe("SERVING");
        watched.Code.ShouldBe(14);
        watched.Details.ShouldBe("the server is stopping");
        var unknown = await stranger.EndsAsync();
        ((string)unknown.Messages.ShouldHaveSingleItem()["status"]!).ShouldBe("SERVICE_UNKNOWN");
    }

    [Theory]
    [InlineData(ClientKind.Node)]
    [InlineData(ClientKind.Python)]
    public async Task A_call_that_is_cancelled_leaves_nothing_running(ClientKind kind)
    {
        await using var server = await FreshetServer.StartAsync(Configurations.WithGrpc);

        var answer = await RealClient.CallAsync(
            kind,
            server.GrpcAddress,
            $"{Health}/Watch",
            new { take = 1 }
        );

        answer.Code.ShouldBe(1);
        server.Log.Lines.ShouldNotContain(line => line.Contains("Health/Watch failed"));
    }

    [Theory]
    [InlineData(ClientKind.Node)]
    [InlineData(ClientKind.Python)]
    public async Task Ten_thousand_calls_on_one_connection_all_succeed(ClientKind kind)
    {
        await using var server = await FreshetServer.StartAsync(Configurations.WithGrpc);

        var codes = await RealClient.CallOftenAsync(
            kind,
            server.GrpcAddress,
            $"{Service}/GetStats",
            new { repeat = 10_000, parallel = 50 }
        );

        codes.ShouldBe(new Dictionary<int, int> { [0] = 10_000 });
    }

    [Theory]
    [InlineData(ClientKind.Node)]
    [InlineData(ClientKind.Python)]
    public async Task Packed_messages_are_understood_both_ways(ClientKind kind)
    {
        await using var server = await FreshetServer.StartAsync(Configurations.WithGrpc);
        await using var client = await server.ListenAsync($"/sse/events?event_types={LongName}");

        var answer = await RealClient.CallAsync(
            kind,
            server.GrpcAddress,
            $"{Service}/GetClients",
            new { gzip = true, requests = new[] { new { limit = 7 } } }
        );
        var unknown = await RealClient.CallAsync(
            kind,
            server.GrpcAddress,
            $"{Service}/DisconnectClient",
            new { gzip = true, requests = new[] { new { client_id = new string('x', 2000) } } }
        );

        Texts(answer.Message["clients"]![0]!["filter"]!["event_types"]).ShouldBe([LongName]);
        unknown.Code.ShouldBe(5);
    }

    [Theory]
    [InlineData(ClientKind.Node)]
    [InlineData(ClientKind.Python)]
    public async Task A_message_that_is_too_large_is_told_so(ClientKind kind)
    {
        await using var server = await FreshetServer.StartAsync(Configurations.WithGrpc);

        foreach (var gzip in (bool[])[false, true])
        {
            var answer = await RealClient.CallAsync(
                kind,
                server.GrpcAddress,
                $"{Service}/DisconnectClient",
                new { gzip, requests = new[] { new { client_id = new string('x', 70_000) } } }
            );

            answer.Code.ShouldBe(8, answer.Details);
            answer.Details.ShouldContain("65536");
        }
    }

    [Theory]
    [InlineData(ClientKind.Node)]
    [InlineData(ClientKind.Python)]
    public async Task Only_who_has_the_token_is_answered_but_of_health(ClientKind kind)
    {
        await using var server = await FreshetServer.StartAsync(Configurations.WithToken);
        var method = $"{Service}/GetStats";
        object With(string authorization) => new { metadata = new { authorization } };

        var without = await RealClient.CallAsync(kind, server.GrpcAddress, method);
        var wrong = await RealClient.CallAsync(
            kind,
            server.GrpcAddress,
            method,
            With("Bearer tell-me-who-is-there!")
        );
        var bare = await RealClient.CallAsync(
            kind,
            server.GrpcAddress,
            method,
            With(Configurations.Token)
        );
        var right = await RealClient.CallAsync(
            kind,
            server.GrpcAddress,
            method,
            With($"Bearer {Configurations.Token}")
        );

        without.Code.ShouldBe(16);
        wrong.Code.ShouldBe(16);
        bare.Code.ShouldBe(16);
        ((int)right.Message["total_clients"]!).ShouldBe(0);
        server.Log.Lines.ShouldNotContain(line => line.Contains(Configurations.Token));
    }

    [Fact]
    public async Task Health_is_told_without_the_token()
    {
        await using var server = await FreshetServer.StartAsync(Configurations.WithToken);

        // Not by the client that asks reflection first: that needs the token.
        var answer = await RealClient.CallAsync(
            ClientKind.Node,
            server.GrpcAddress,
            $"{Health}/Check"
        );

        ((string)answer.Message["status"]!).ShouldBe("SERVING");
    }

    private static async Task<JsonNode> ClientsAsync(
        ClientKind kind,
        FreshetServer server,
        object request
    ) =>
        (
            await RealClient.CallAsync(
                kind,
                server.GrpcAddress,
                $"{Service}/GetClients",
                new { requests = new[] { request } }
            )
        ).Message;

    private static IEnumerable<string> Agents(JsonNode answer) =>
        answer["clients"]?.AsArray().Select(client => (string)client!["user_agent"]!) ?? [];

    private static IEnumerable<string> Texts(JsonNode? array) =>
        array?.AsArray().Select(text => (string)text!) ?? [];
}
