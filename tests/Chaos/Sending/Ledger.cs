using System.Collections.Concurrent;

namespace Freshet.Chaos.Sending;

/// <summary>Everything that was ever sent, and what is owed: an acknowledgement makes a debt, and the end of the run asks for it.</summary>
internal sealed class Ledger
{
    private readonly ConcurrentDictionary<string, (SentEvent Event, SentRequest Request)> sent =
        new();
    private long acknowledged;
    private long unavailable;
    private long failures;

    /// <summary>How many requests were answered 2xx.</summary>
    public long Acknowledged => Interlocked.Read(ref acknowledged);

    /// <summary>How many requests were answered 503.</summary>
    public long Unavailable => Interlocked.Read(ref unavailable);

    /// <summary>How many requests had no answer.</summary>
    public long Failures => Interlocked.Read(ref failures);

    /// <summary>All that was sent, by <see cref="Digest"/>.</summary>
    public IReadOnlyDictionary<string, (SentEvent Event, SentRequest Request)> Sent => sent;

    /// <summary>Writes down what is about to be sent; before it is, since it may arrive without an answer.</summary>
    public void Add(SentRequest request)
    {
        foreach (var each in request.Events)
        {
            sent[each.Digest] = (each, request);
        }
    }

    public void Acknowledge(SentRequest request, TimeSpan at)
    {
        request.Note(at, "acknowledged", isAcknowledged: true);
        Interlocked.Increment(ref acknowledged);
    }

    public void Refuse(SentRequest request, TimeSpan at, string reason)
    {
        request.Note(at, reason);
        Interlocked.Increment(ref unavailable);
    }

    public void Fail(SentRequest request, TimeSpan at, string reason)
    {
        request.Note(at, reason);
        Interlocked.Increment(ref failures);
    }
}
