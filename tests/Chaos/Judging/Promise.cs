namespace Freshet.Chaos.Judging;

/// <summary>What Freshet promises; each is one check of a run.</summary>
internal enum Promise
{
    /// <summary>Every answer is 201 with the ids that were sent, or 503 with Retry-After.</summary>
    Answers,

    /// <summary>The journal has every acknowledged event.</summary>
    Kept,

    /// <summary>Nothing is in the journal that was never sent as it stands there, and nothing twice.</summary>
    Unaltered,

    /// <summary>Every client of the first Freshet got what its journal has: in order, once.</summary>
    Streamed,

    /// <summary>The HTTP sink delivered every event, the first time in order.</summary>
    Delivered,

    /// <summary>The second Freshet and every client of it have what the first has: in order, once.</summary>
    Linked,

    /// <summary>No stream says that something is missing, since nothing is.</summary>
    Honest,

    /// <summary>A full disk is answered 503 and told by <c>/health</c>, and writing goes on by itself.</summary>
    FullDisk,

    /// <summary>No process ends but when it is told to, and then with exit code 0.</summary>
    Alive,

    /// <summary>After all of it, a new event still reaches everyone.</summary>
    Flowing,
}
