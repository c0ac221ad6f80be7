namespace Freshet.LoadTest.Sockets;

/// <summary>Who has a socket in an <see cref="EventLoop"/>.</summary>
internal interface IReady
{
    /// <summary>The socket can be read or written, or has failed.</summary>
    /// <param name="events">What epoll says of it.</param>
    void Ready(uint events);
}
