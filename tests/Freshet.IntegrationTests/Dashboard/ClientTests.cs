using System.Net;
using Freshet.IntegrationTests.Running;
using Shouldly;
using Xunit;

namespace Freshet.IntegrationTests.Dashboard;

/// <summary>The clients of streams, on the dashboard.</summary>
public sealed class ClientTests
{
    private const string Path = "/api/v1/dashboard/clients";

    [Fact]
    public async Task They_are_listed_and_one_is_disconnected()
    {
        await using var server = await FreshetServer.StartAsync();
        await using var first = await server.ListenAsync("/sse/events?event_types=a,b&sources=s");
        await using var second = await server.ListenAsync();

        var listed = await server.SendAsync(HttpMethod.Get, Path + "?limit=1");

        ((int)listed.Json["total"]!).ShouldBe(2);
        var client = listed.Json["clients"]!.AsArray().ShouldHaveSingleItem()!;
        ((string)client["sink"]!).ShouldBe("events");
        ((string)client["address"]!).ShouldStartWith("127.0.0.1:");
        client["event_types"]!.ToJsonString().ShouldBe("""["a","b"]""");
        client["sources"]!.ToJsonString().ShouldBe("""["s"]""");
        ((long)client["behind"]!).ShouldBe(0);
        client["connected_at"].ShouldNotBeNull();

        var id = (string)client["id"]!;
        (await server.SendAsync(HttpMethod.Delete, $"{Path}/{id}")).Status.ShouldBe(
            HttpStatusCode.NoContent
        );
        (await first.RestAsync()).ShouldBeEmpty();
        (await server.SendAsync(HttpMethod.Delete, $"{Path}/{id}"))
            .Problem(HttpStatusCode.NotFound)
            .ShouldContain("no client");
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("many")]
    public async Task A_wrong_limit_is_400(string limit)
    {
        await using var server = await FreshetServer.StartAsync();

        (await server.SendAsync(HttpMethod.Get, $"{Path}?limit={limit}"))
            .Problem(HttpStatusCode.BadRequest)
            .ShouldContain("limit");
    }
}
