namespace Freshet.Journal.Segments;

/// <summary>
/// Where in a segment's file each record is, and which records have an id. Records are counted from 0 in the order of their sequences; the n-th has
/// the sequence <c>first + n</c>.
/// </summary>
internal abstract class SegmentIndex : IDisposable
{
    /// <summary>What <see cref="OffsetOf"/> says of a record that is damaged: nothing can stand there, since a segment's header does.</summary>
    public const uint Damaged = 0;

    /// <summary>What <see cref="Candidate"/> says when there is none, or no more.</summary>
    public const int None = -1;

    /// <summary>Hashes the ids of this index.</summary>
    public abstract SipHash Hash { get; }

    /// <summary>How many records there are, those that are damaged among them.</summary>
    public abstract int Count { get; }

    /// <summary>How many bytes of disk it takes.</summary>
    public abstract long Bytes { get; }

    /// <summary>Where the record begins in the segment's file, or <see cref="Damaged"/>.</summary>
    public abstract uint OffsetOf(int ordinal);

    /// <summary>A record whose id may have that hash: others can have it too, so that who asks looks at the record itself.</summary>
    /// <param name="hash">The hash of a wire id.</param>
    /// <param name="step">0 to begin with; moved on, to be handed in again for the next candidate.</param>
    public abstract int Candidate(ulong hash, ref int step);

    public abstract void Dispose();
}
