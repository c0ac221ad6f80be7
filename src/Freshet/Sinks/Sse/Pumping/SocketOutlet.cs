using Freshet.Http.Detaching;

namespace Freshet.Sinks.Sse.Pumping;

/// <summary>Plain HTTP/1: the pump sends on the socket itself, which has left the server.</summary>
/// <param name="socket">The socket.</param>
/// <param name="chunked">False for HTTP/1.0, where the end of the connection is the end of the stream.</param>
internal sealed class SocketOutlet(DetachedSocket socket, bool chunked) : Outlet
{
    /// <summary>RFC 9112, section 7.1: what says that nothing is missing.</summary>
    private static readonly byte[] LastChunk = "0\r\n\r\n"u8.ToArray();

    public override bool IsChunked => chunked;

    public override ReadOnlyMemory<byte> Ending => chunked ? LastChunk : default;

    public override Departure Departure => socket.Departure;

    public override void Begin(Subscriber subscriber) => socket.Begin(subscriber);

    public override int Send(ReadOnlySpan<byte> bytes) => socket.Send(bytes);

    public override void SendLater(ReadOnlyMemory<byte> rest) => socket.SendLater(rest);

    public override void Close() => socket.Close();

    public override void Abort() => socket.Abort();
}
