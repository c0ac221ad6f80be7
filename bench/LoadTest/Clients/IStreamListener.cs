namespace Freshet.LoadTest.Clients;

/// <summary>Who is told what a stream holds.</summary>
internal interface IStreamListener
{
    /// <summary>The head of the response has been read.</summary>
    /// <returns>Whether to go on with the body.</returns>
    bool Answered(int status);

    /// <param name="number">Which it is; negative for one that must not come.</param>
    void EventSeen(long number);

    /// <summary>A frame of the type <c>error</c>, in which a server tells a client what it does not get.</summary>
    void NoticeSeen();
}
