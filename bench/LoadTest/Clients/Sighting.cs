namespace Freshet.LoadTest.Clients;

/// <summary>What an event is to a client that sees it.</summary>
internal enum Sighting
{
    /// <summary>The next of its lane.</summary>
    Expected,

    /// <summary>Others before it are missing: <see cref="Ledger.Gap"/> says which.</summary>
    AfterGap,

    /// <summary>It was missing until now.</summary>
    Late,

    /// <summary>It was here before.</summary>
    Again,
}
