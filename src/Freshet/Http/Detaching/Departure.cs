namespace Freshet.Http.Detaching;

/// <summary>How a client went, as far as its connection tells.</summary>
internal enum Departure
{
    /// <summary>It closed its side, or broke the connection.</summary>
    Left,

    /// <summary>It could not be reached any more: what it was sent was not acknowledged.</summary>
    Unreachable,

    /// <summary>It was there, and took nothing.</summary>
    Stuck,
}
