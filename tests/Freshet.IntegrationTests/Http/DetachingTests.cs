using System.Net.Sockets;
using Freshet.Http.Detaching;
using Freshet.IntegrationTests.Clients;
using Freshet.IntegrationTests.Running;
using Shouldly;
using Xunit;

namespace Freshet.IntegrationTests.Http;

public sealed class DetachingTests
{
    [Fact]
    public async Task What_is_sent_on_a_socket_that_left_follows_its_head()
    {
        await using var stream = await DetachedStream.OpenAsync();

        stream.Socket.Send("5\r\nhello\r\n"u8).ShouldBe(10);
        stream.Socket.Send("0\r\n\r\n"u8).ShouldBe(5);
        stream.Socket.Close();

        var all = await stream.Client.ReadToEndAsync();
        all.ShouldStartWith("HTTP/1.1 200 OK\r\n");
        stream.Client.Dechunked().ShouldBe("hello");
        stream.Client.HasCleanEnd.ShouldBeTrue();
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
        await using var stream = await DetachedStream.OpenAsync();

        stream.Client.CloseSending();

        await stream.Owner.HearsOfLeaving();
        stream.Socket.Send("x"u8).ShouldBe(-1);
    }

    [Fact]
    public async Task A_client_that_closed_its_side_before_anybody_listened_has_left()
    {
        await using var stream = await DetachedStream.OpenUnownedAsync();
        stream.Client.CloseSending();

        stream.Socket.Begin(stream.Owner);

        await stream.Owner.HearsOfLeaving();
    }

    [Fact]
    public async Task A_client_that_resets_its_connection_has_left()
    {
        await using var stream = await DetachedStream.OpenAsync();

        stream.Client.Reset();

        await stream.Owner.HearsOfLeaving();
        stream.Socket.Send("x"u8).ShouldBe(-1);
        // Whatever else is found out, or asked for, it is told once.
        stream.Socket.Abort();
        stream.Socket.Close();
        stream.Owner.TimesLeft.ShouldBe(1);
    }

    [Fact]
    public async Task A_full_socket_takes_nothing_and_the_rest_once_the_client_reads()
    {
        await using var stream = await DetachedStream.OpenNarrowAsync();
        var sent = stream.Fill();
        sent.ShouldBeLessThan(stream.Bytes.Length);

        stream.Socket.SendLater(stream.Bytes.AsMemory(sent));
        stream.Owner.TimesSent.ShouldBe(0);
        var read = stream.Client.ReadUntilAsync("the end");
        await stream.Owner.HearsOfSending();
        stream.Socket.Send("the end"u8).ShouldBe(7);
        await read;

        stream.Client.Body().SequenceEqual([.. stream.Bytes, .. "the end"u8]).ShouldBeTrue();
        stream.Owner.TimesLeft.ShouldBe(0);
        stream.Socket.Abort();
    }

    [Fact]
    public async Task A_parked_socket_can_be_parked_again_and_again()
    {
        await using var stream = await DetachedStream.OpenNarrowAsync();
        var sent = stream.Fill();
        var read = stream.Client.ReadUntilAsync("the end");

        var times = 0;
        while (sent < stream.Bytes.Length)
        {
            var size = Math.Min(1024 * 1024, stream.Bytes.Length - sent);
            stream.Socket.SendLater(stream.Bytes.AsMemory(sent, size));
            await stream.Owner.HearsOfSending(++times);
            sent += size;
        }
        stream.Socket.SendLater("the end"u8.ToArray());
        await read;

        stream.Client.Body().SequenceEqual([.. stream.Bytes, .. "the end"u8]).ShouldBeTrue();
        stream.Socket.Abort();
    }

    [Fact]
    public async Task A_parked_client_that_resets_its_connection_has_left()
    {
        await using var stream = await DetachedStream.OpenNarrowAsync();
        stream.Park();

        stream.Client.Reset();

        await stream.Owner.HearsOfLeaving();
        stream.Owner.TimesSent.ShouldBe(0);
    }

    [Fact]
    public async Task An_abort_ends_what_waits_to_be_sent()
    {
        await using var stream = await DetachedStream.OpenNarrowAsync();
        stream.Park();

        stream.Socket.Abort();

        await stream.Owner.HearsOfLeaving();
        stream.Owner.TimesSent.ShouldBe(0);
    }

    [Fact]
    public async Task A_closed_socket_delivers_everything_before_its_end()
    {
        await using var stream = await DetachedStream.OpenNarrowAsync();
        var sent = stream.Fill();

        stream.Socket.Close();

        await stream.Client.ReadToEndAsync();
        stream.Client.Body().SequenceEqual(stream.Bytes.AsSpan(0, sent)).ShouldBeTrue();
        stream.Owner.TimesLeft.ShouldBe(0);
    }

    [Fact]
    public async Task A_socket_that_is_closed_while_parked_delivers_that_too()
    {
        await using var stream = await DetachedStream.OpenNarrowAsync();
        stream.Park();

        stream.Socket.Close();

        await stream.Client.ReadToEndAsync();
        stream.Client.Body().SequenceEqual(stream.Bytes).ShouldBeTrue();
        (stream.Owner.TimesSent, stream.Owner.TimesLeft).ShouldBe((0, 0));
    }

    [Fact]
    public async Task An_abort_ends_a_close_that_the_client_does_not_let_come()
    {
        await using var stream = await DetachedStream.OpenNarrowAsync();
        stream.Park();
        stream.Socket.Close();

        stream.Socket.Abort();

        await Should.ThrowAsync<SocketException>(stream.Client.ReadToEndAsync());
    }

    [Fact]
    public async Task An_aborted_socket_resets_its_connection()
    {
        await using var stream = await DetachedStream.OpenAsync();

        stream.Socket.Abort();

        var fault = await Should.ThrowAsync<SocketException>(stream.Client.ReadToEndAsync());
        fault.SocketErrorCode.ShouldBe(SocketError.ConnectionReset);
        stream.Socket.Send("x"u8).ShouldBe(-1);
        stream.Owner.TimesLeft.ShouldBe(0);
    }

    [Fact]
    public async Task What_a_client_says_is_thrown_away_up_to_a_limit()
    {
        await using var stream = await DetachedStream.OpenAsync();

        await stream.Client.SendAsync(new string('x', 64 * 1024));
        stream.Socket.Send("still here"u8).ShouldBe(10);
        await stream.Client.ReadUntilAsync("still here");
        stream.Owner.TimesLeft.ShouldBe(0);
        await stream.Client.SendAsync("x");

        await stream.Owner.HearsOfLeaving();
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
        await using var stream = await DetachedStream.OpenAsync(beforeReturning: http =>
        {
            request = new(http.Features.Get<IDetachFeature>());
            return Task.CompletedTask;
        });

        await Eventually.Holds(() =>
        {
            GC.Collect();
            return !request!.IsAlive;
        });

        // The socket is as good as before.
        stream.Socket.Send("x"u8).ShouldBe(1);
        stream.Client.CloseSending();
        await stream.Owner.HearsOfLeaving();
    }

    [Fact]
    public async Task A_socket_outlives_the_server_that_it_left()
    {
        await using var stream = await DetachedStream.OpenAsync();

        await stream.StopServerAsync();

        stream.Socket.Send("5\r\nhello\r\n0\r\n\r\n"u8).ShouldBe(15);
        stream.Socket.Close();
        await stream.Client.ReadToEndAsync();
        stream.Client.Dechunked().ShouldBe("hello");
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
}
