namespace Freshet.LoadTest.Sockets;

/// <summary>Who has a socket in an <see cref="EventLoop"/>.</summary>
internal interface IReady
{
    /// <summary>The socket can be read or written, or has failed.</summary>
    /// <param name="events">What epoll says of it.</param>
    void Ready(uint events);

    /// <summary>
    /// Whether it is told at once, before others that have waited longer: what is measured on it is not to be the time that this program takes to
    /// read everything else.
    /// </summary>
    bool IsUrgent => false;
}
