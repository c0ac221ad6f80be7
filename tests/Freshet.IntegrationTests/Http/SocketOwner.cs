using Freshet.Http.Detaching;
using Freshet.IntegrationTests.Running;

namespace Freshet.IntegrationTests.Http;

/// <summary>The owner of a socket that left, who keeps what it was told.</summary>
internal sealed class SocketOwner : IDetachedSocketOwner
{
    private int sent;
    private int left;

    public int TimesSent => Volatile.Read(ref sent);

    public int TimesLeft => Volatile.Read(ref left);

    public void Sent() => Interlocked.Increment(ref sent);

    public void Left() => Interlocked.Increment(ref left);

    /// <summary>Returns once it was told that the client left.</summary>
    public Task HearsOfLeaving() => Eventually.Holds(() => TimesLeft == 1);

    /// <summary>Returns once it was told so often that what was to be sent is.</summary>
    public Task HearsOfSending(int times = 1) => Eventually.Holds(() => TimesSent == times);
}
