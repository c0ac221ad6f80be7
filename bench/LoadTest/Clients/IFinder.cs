namespace Freshet.LoadTest.Clients;

/// <summary>Finds events in the body of a stream, which comes in pieces that may end anywhere.</summary>
internal interface IFinder
{
    void Find(ReadOnlySpan<byte> piece);
}
