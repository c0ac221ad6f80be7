namespace Freshet.Http.Detaching;

/// <summary>Who is told what happens on a <see cref="DetachedSocket"/>: briefly, from any thread, also from within a call to the socket.</summary>
internal interface IDetachedSocketOwner
{
    /// <summary>The bytes of <see cref="DetachedSocket.SendLater"/> are with the kernel; the next may be sent.</summary>
    void Sent();

    /// <summary>
    /// The client closed its side, the connection broke, or it sent more than a stream's client may (64 KiB after its request). The socket is
    /// closed already. At most once, and not after <see cref="DetachedSocket.Close"/> or <see cref="DetachedSocket.Abort"/>, but for a
    /// <see cref="DetachedSocket.SendLater"/> that the abort ended.
    /// </summary>
    void Left();
}
