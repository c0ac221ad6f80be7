using System.Net;
using System.Net.Sockets;
using Freshet.Http.Detaching;
using Freshet.IntegrationTests.Running;
using Shouldly;
using Xunit;

namespace Freshet.IntegrationTests.Http;

public sealed class SocketWaitTests : IDisposable
{
    private readonly Socket client = new(SocketType.Stream, ProtocolType.Tcp);
    private readonly Socket socket;
    private readonly SocketWait wait = new();

    public SocketWaitTests()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        client.Connect(listener.LocalEndpoint);
        socket = listener.AcceptSocket();
        socket.Blocking = false;
    }

    public void Dispose()
    {
        wait.Dispose();
        socket.Dispose();
        client.Dispose();
    }

    [Fact]
    public async Task It_is_over_when_something_comes()
    {
        wait.Receive(socket).ShouldBeTrue();
        wait.IsCompleted.ShouldBeFalse();
        var waiting = Waiting();

        client.Send("x"u8);

        (await Eventually.Comes(waiting)).ShouldBeTrue();
        wait.SocketError.ShouldBe(SocketError.Success);
    }

    [Fact]
    public async Task It_is_over_with_a_fault_when_the_socket_is_disposed()
    {
        wait.Receive(socket).ShouldBeTrue();
        var waiting = Waiting();

        socket.Dispose();

        (await Eventually.Comes(waiting)).ShouldBeTrue();
        wait.SocketError.ShouldBe(SocketError.OperationAborted);
        wait.Receive(socket).ShouldBeTrue();
        wait.IsCompleted.ShouldBeTrue();
        wait.SocketError.ShouldBe(SocketError.OperationAborted);
    }

    [Fact]
    public async Task Who_waits_goes_on_when_it_is_released_and_another_is_told()
    {
        var told = new TaskCompletionSource();
        wait.Receive(socket).ShouldBeTrue();
        var waiting = Waiting();

        wait.Release();

        (await Eventually.Comes(waiting)).ShouldBeFalse();
        wait.TryAdopt(told.SetResult).ShouldBeTrue();
        told.Task.IsCompleted.ShouldBeFalse();
        client.Send("x"u8);
        await Eventually.Comes(told.Task);
    }

    [Fact]
    public async Task What_is_over_before_it_is_adopted_is_not_waited_for()
    {
        wait.Receive(socket).ShouldBeTrue();
        var waiting = Waiting();
        wait.Release();
        await Eventually.Comes(waiting);

        client.Send("x"u8);
        await Eventually.Holds(() => wait.GetResult());

        wait.TryAdopt(() => { }).ShouldBeFalse();
    }

    [Fact]
    public void Nothing_begins_once_it_is_released()
    {
        wait.Release();

        wait.Receive(socket).ShouldBeFalse();
        wait.TryAdopt(() => { }).ShouldBeFalse();
        wait.Receive(socket).ShouldBeTrue();
    }

    private async Task<bool> Waiting() => await wait;
}
