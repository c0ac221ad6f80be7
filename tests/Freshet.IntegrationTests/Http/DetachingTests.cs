using System.Net.Sockets;
using Freshet.Http.Detaching;
using Freshet.IntegrationTests.Clients;
using Freshet.IntegrationTests.Running;
using Shouldly;
using Xunit;

namespace Freshet.IntegrationTests.Http;

public sealed class DetachingTests
{
    /// <summary>More than the kernel holds for a client that does not read.</summary>
    private const int Much = 16 * 1024 * 1024;

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

    [Fact]
    public async Task A_client_that_leaves_before_its_socket_does_is_no_socket()
    {
        var hasLeft = new TaskCompletionSource();
        await using var server = await DetachingServer.StartAsync(beforeReturning: http =>
        {
            http.RequestAborted.Register(hasLeft.SetResult);
            return Eventually.Comes(hasLeft.Task);
        });
        using (var client = await RawClient.ConnectAsync(server.EndPoint))
        {
            await client.GetAsync("/stream");
            await client.ReadUntilAsync("\r\n\r\n");
        }

        (await server.NextAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task A_client_that_closes_its_side_has_left()
    {
        await using var server = await DetachingServer.StartAsync();
        var (client, socket) = await server.ConnectAsync();
        using var _ = client;
        var owner = new SocketOwner();
        socket.Begin(owner);

        client.CloseSending();

        await owner.HearsOfLeaving();
        socket.Send("x"u8).ShouldBe(-1);
    }

    [Fact]
    public async Task A_client_that_closed_its_side_before_anybody_listened_has_left()
    {
        await using var server = await DetachingServer.StartAsync();
        var (client, socket) = await server.ConnectAsync();
        using var _ = client;
        client.CloseSending();
        var owner = new SocketOwner();

        socket.Begin(owner);

        await owner.HearsOfLeaving();
    }

    [Fact]
    public async Task A_client_that_resets_its_connection_has_left()
    {
        await using var server = await DetachingServer.StartAsync();
        var (client, socket) = await server.ConnectAsync();
        using var _ = client;
        var owner = new SocketOwner();
        socket.Begin(owner);

        client.Reset();

        await owner.HearsOfLeaving();
        socket.Send("x"u8).ShouldBe(-1);
        // Whatever else is found out, or asked for, it is told once.
        socket.Abort();
        socket.Close();
        owner.TimesLeft.ShouldBe(1);
    }

    [Fact]
    public async Task A_full_socket_takes_nothing_and_the_rest_once_the_client_reads()
    {
        await using var server = await DetachingServer.StartAsync();
        var (client, socket) = await server.ConnectAsync(receiveBuffer: 16 * 1024);
        using var _ = client;
        var owner = new SocketOwner();
        socket.Begin(owner);
        var bytes = Pattern(Much);
        var sent = Fill(socket, bytes);
        sent.ShouldBeLessThan(Much);

        socket.SendLater(bytes.AsMemory(sent));
        owner.TimesSent.ShouldBe(0);
        var read = client.ReadUntilAsync("the end");
        await owner.HearsOfSending();
        socket.Send("the end"u8).ShouldBe(7);
        await read;

        client.Body().SequenceEqual([.. bytes, .. "the end"u8]).ShouldBeTrue();
        owner.TimesLeft.ShouldBe(0);
        socket.Abort();
    }

    [Fact]
    public async Task A_parked_socket_can_be_parked_again_and_again()
    {
        await using var server = await DetachingServer.StartAsync();
        var (client, socket) = await server.ConnectAsync(receiveBuffer: 16 * 1024);
        using var _ = client;
        var owner = new SocketOwner();
        socket.Begin(owner);
        var bytes = Pattern(Much);
        var sent = Fill(socket, bytes);
        var read = client.ReadUntilAsync("the end");

        var times = 0;
        while (sent < bytes.Length)
        {
            var size = Math.Min(1024 * 1024, bytes.Length - sent);
            socket.SendLater(bytes.AsMemory(sent, size));
            await owner.HearsOfSending(++times);
            sent += size;
        }
        socket.SendLater("the end"u8.ToArray());
        await read;

        client.Body().SequenceEqual([.. bytes, .. "the end"u8]).ShouldBeTrue();
        socket.Abort();
    }

    [Fact]
    public async Task A_parked_client_that_resets_its_connection_has_left()
    {
        await using var server = await DetachingServer.StartAsync();
        var (client, socket) = await server.ConnectAsync(receiveBuffer: 16 * 1024);
        using var _ = client;
        var owner = new SocketOwner();
        socket.Begin(owner);
        var bytes = Pattern(Much);
        socket.SendLater(bytes.AsMemory(Fill(socket, bytes)));

        client.Reset();

        await owner.HearsOfLeaving();
        owner.TimesSent.ShouldBe(0);
    }

    [Fact]
    public async Task An_abort_ends_what_waits_to_be_sent()
    {
        await using var server = await DetachingServer.StartAsync();
        var (client, socket) = await server.ConnectAsync(receiveBuffer: 16 * 1024);
        using var _ = client;
        var owner = new SocketOwner();
        socket.Begin(owner);
        var bytes = Pattern(Much);
        socket.SendLater(bytes.AsMemory(Fill(socket, bytes)));

        socket.Abort();

        await owner.HearsOfLeaving();
        owner.TimesSent.ShouldBe(0);
    }

    [Fact]
    public async Task A_closed_socket_delivers_everything_before_its_end()
    {
        await using var server = await DetachingServer.StartAsync();
        var (client, socket) = await server.ConnectAsync(receiveBuffer: 16 * 1024);
        using var _ = client;
        var owner = new SocketOwner();
        socket.Begin(owner);
        var bytes = Pattern(Much);
        var sent = Fill(socket, bytes);

        socket.Close();

        await client.ReadToEndAsync();
        client.Body().SequenceEqual(bytes.AsSpan(0, sent)).ShouldBeTrue();
        owner.TimesLeft.ShouldBe(0);
    }

    [Fact]
    public async Task A_socket_that_is_closed_while_parked_delivers_that_too()
    {
        await using var server = await DetachingServer.StartAsync();
        var (client, socket) = await server.ConnectAsync(receiveBuffer: 16 * 1024);
        using var _ = client;
        var owner = new SocketOwner();
        socket.Begin(owner);
        var bytes = Pattern(Much);
        socket.SendLater(bytes.AsMemory(Fill(socket, bytes)));

        socket.Close();

        await client.ReadToEndAsync();
        client.Body().SequenceEqual(bytes).ShouldBeTrue();
        (owner.TimesSent, owner.TimesLeft).ShouldBe((0, 0));
    }

    [Fact]
    public async Task An_abort_ends_a_close_that_the_client_does_not_let_come()
    {
        await using var server = await DetachingServer.StartAsync();
        var (client, socket) = await server.ConnectAsync(receiveBuffer: 16 * 1024);
        using var _ = client;
        socket.Begin(new SocketOwner());
        var bytes = Pattern(Much);
        socket.SendLater(bytes.AsMemory(Fill(socket, bytes)));
        socket.Close();

        socket.Abort();

        await Should.ThrowAsync<SocketException>(client.ReadToEndAsync());
    }

    [Fact]
    public async Task An_aborted_socket_resets_its_connection()
    {
        await using var server = await DetachingServer.StartAsync();
        var (client, socket) = await server.ConnectAsync();
        using var _ = client;
        var owner = new SocketOwner();
        socket.Begin(owner);

        socket.Abort();

        var fault = await Should.ThrowAsync<SocketException>(client.ReadToEndAsync());
        fault.SocketErrorCode.ShouldBe(SocketError.ConnectionReset);
        socket.Send("x"u8).ShouldBe(-1);
        owner.TimesLeft.ShouldBe(0);
    }

    [Fact]
    public async Task What_a_client_says_is_thrown_away_up_to_a_limit()
    {
        await using var server = await DetachingServer.StartAsync();
        var (client, socket) = await server.ConnectAsync();
        using var _ = client;
        var owner = new SocketOwner();
        socket.Begin(owner);

        await client.SendAsync(new string('x', 64 * 1024));
        socket.Send("still here"u8).ShouldBe(10);
        await client.ReadUntilAsync("still here");
        owner.TimesLeft.ShouldBe(0);
        await client.SendAsync("x");

        await owner.HearsOfLeaving();
    }

    [Fact]
    public async Task Requests_behind_that_of_the_stream_are_dropped()
    {
        await using var server = await DetachingServer.StartAsync();
        using var client = await RawClient.ConnectAsync(server.EndPoint);
        const string Request = "GET /stream HTTP/1.1\r\nHost: localhost\r\n\r\n";
        await client.SendAsync(Request + Request);
        var socket = (await server.NextAsync()).ShouldNotBeNull();
        socket.Begin(new SocketOwner());

        socket.Send("5\r\nhello\r\n0\r\n\r\n"u8).ShouldBe(15);
        socket.Close();

        await client.ReadToEndAsync();
        client.Dechunked().ShouldBe("hello");
        client.Received.Split("HTTP/1.1 200 OK").Length.ShouldBe(2);
    }

    [Fact]
    public async Task Nothing_of_the_request_outlives_it()
    {
        WeakReference? request = null;
        await using var server = await DetachingServer.StartAsync(beforeReturning: http =>
        {
            request = new(http.Features.Get<IDetachFeature>());
            return Task.CompletedTask;
        });
        var (client, socket) = await server.ConnectAsync();
        using var _ = client;
        var owner = new SocketOwner();
        socket.Begin(owner);

        await Eventually.Holds(() =>
        {
            GC.Collect();
            return !request!.IsAlive;
        });

        // The socket is as good as before.
        socket.Send("x"u8).ShouldBe(1);
        client.CloseSending();
        await owner.HearsOfLeaving();
    }

    [Fact]
    public async Task A_socket_outlives_the_server_that_it_left()
    {
        var server = await DetachingServer.StartAsync();
        var (client, socket) = await server.ConnectAsync();
        using var _ = client;
        socket.Begin(new SocketOwner());

        await server.DisposeAsync();

        socket.Send("5\r\nhello\r\n0\r\n\r\n"u8).ShouldBe(15);
        socket.Close();
        await client.ReadToEndAsync();
        client.Dechunked().ShouldBe("hello");
    }

    [Fact]
    public async Task A_connection_that_the_server_aborts_is_no_socket()
    {
        await using var server = await DetachingServer.StartAsync(beforeReturning: http =>
        {
            http.Abort();
            return Task.CompletedTask;
        });
        using var client = await RawClient.ConnectAsync(server.EndPoint);
        await client.GetAsync("/stream");

        (await server.NextAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task Many_sockets_come_and_go()
    {
        await using var server = await DetachingServer.StartAsync();
        var clients = await Task.WhenAll(
            Enumerable.Range(0, 200).Select(_ => RawClient.ConnectAsync(server.EndPoint))
        );
        await Task.WhenAll(clients.Select(client => client.GetAsync("/stream")));
        var closed = new List<SocketOwner>();
        var open = new List<SocketOwner>();
        foreach (var _ in clients)
        {
            var socket = (await server.NextAsync()).ShouldNotBeNull();
            var owner = new SocketOwner();
            socket.Begin(owner);
            socket.Send("hello"u8).ShouldBe(5);
            if (closed.Count <= open.Count)
            {
                socket.Close();
                closed.Add(owner);
            }
            else
            {
                open.Add(owner);
            }
        }
        await Task.WhenAll(clients.Select(client => client.ReadUntilAsync("hello")));

        foreach (var client in clients)
        {
            client.Dispose();
        }

        await Eventually.Holds(() => open.TrueForAll(owner => owner.TimesLeft == 1));
        closed.ShouldAllBe(owner => owner.TimesLeft == 0);
    }

    /// <summary>Sends until the kernel takes no more.</summary>
    private static int Fill(DetachedSocket socket, ReadOnlySpan<byte> bytes)
    {
        var sent = 0;
        while (sent < bytes.Length && socket.Send(bytes[sent..]) is > 0 and var count)
        {
            sent += count;
        }
        return sent;
    }

    private static byte[] Pattern(int size)
    {
        var bytes = new byte[size];
        for (var index = 0; index < size; index++)
        {
            bytes[index] = (byte)(index * 31 / 7);
        }
        return bytes;
    }
}
