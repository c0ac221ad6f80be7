namespace Freshet.Http.Detaching;

/// <summary>
/// A feature of a connection: lets the handler of a request keep the socket once Kestrel is done with it. It is absent where bytes on the socket
/// are not those of the response: behind TLS, and in HTTP/2.
/// </summary>
internal interface IDetachFeature
{
    /// <summary>
    /// To be called by the handler after it has flushed the head, and before it returns. It has set <c>Transfer-Encoding: chunked</c> and
    /// <c>Connection: close</c> itself, so that Kestrel ends nothing and reads no further request.
    /// </summary>
    /// <param name="then">
    /// Called once, from any thread, when Kestrel has disposed of the connection and the kernel has taken everything that was written: with the socket, which is
    /// its owner's from then on, or with null where the client has gone or was cut off meanwhile. What it refers to is kept until then, so it
    /// is better not the request.
    /// </param>
    /// <exception cref="InvalidOperationException">Bytes on the socket are not those of the response, or this was called before.</exception>
    void Detach(Action<DetachedSocket?> then);
}
