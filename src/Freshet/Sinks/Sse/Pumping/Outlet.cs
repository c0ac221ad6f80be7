using Freshet.Http.Detaching;

namespace Freshet.Sinks.Sse.Pumping;

/// <summary>The last step to one client: where its bytes leave. Used by its pump alone; it never waits.</summary>
internal abstract class Outlet
{
    /// <summary>Whether frames are sent in the chunks of HTTP/1.1; where not, the transport frames what it is given.</summary>
    public abstract bool IsChunked { get; }

    /// <summary>What ends the stream in good order, before <see cref="Close"/>; empty where the transport does that.</summary>
    public virtual ReadOnlyMemory<byte> Ending => default;

    /// <summary>Begins to tell whose outlet it is what happens. Called once, before anything else.</summary>
    public abstract void Begin(Subscriber subscriber);

    /// <summary>Sends what the client takes now.</summary>
    /// <returns>How many bytes it took, or -1 where it is gone.</returns>
    public abstract int Send(ReadOnlySpan<byte> bytes);

    /// <summary>Whether it takes nothing more until it says <see cref="Subscriber.Sent"/>, even though it took all it was given.</summary>
    public virtual bool IsBusy => false;

    /// <summary>How a client went that is gone by itself.</summary>
    public virtual Departure Departure => Departure.Left;

    /// <summary>Sends all of this when the client takes it, and then says <see cref="Subscriber.Sent"/> or <see cref="Subscriber.Left"/>.</summary>
    public abstract void SendLater(ReadOnlyMemory<byte> rest);

    /// <summary>Ends the stream once everything that was sent has arrived.</summary>
    public abstract void Close();

    /// <summary>Ends it at once; what was sent may not arrive.</summary>
    public abstract void Abort();
}
