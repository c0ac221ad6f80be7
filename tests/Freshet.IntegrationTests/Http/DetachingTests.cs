using Shouldly;
using Xunit;

namespace Freshet.IntegrationTests.Http;

public sealed class DetachingTests
{
    [Fact]
    public async Task What_is_sent_on_a_socket_that_left_follows_its_head()
    {
        await using var server = await DetachingServer.StartAsync();
        var (client, socket) = await server.ConnectAsync();
        using var _ = client;
        socket.Begin(new SocketOwner());

        socket.Send("5\r\nhello\r\n"u8).ShouldBe(10);
        socket.Send("0\r\n\r\n"u8).ShouldBe(5);
        socket.Close();

        var all = await client.ReadToEndAsync();
        all.ShouldStartWith("HTTP/1.1 200 OK\r\n");
        client.Dechunked().ShouldBe("hello");
        client.HasCleanEnd.ShouldBeTrue();
    }
}
