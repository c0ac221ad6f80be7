using System.Runtime.InteropServices;

namespace Freshet.Pipelines;

/// <summary>What became of a batch that a <see cref="BatchSink"/> tried to deliver.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Delivery
{
    private enum Kind : byte
    {
        Done,
        Again,
        Refused,
    }

    private readonly Kind kind;

    private Delivery(Kind kind, string reason, TimeSpan? after) =>
        (this.kind, Reason, After) = (kind, reason, after);

    /// <summary>All of it arrived.</summary>
    public static Delivery Done => default;

    /// <summary>Why it did not arrive, for an operator to read; null where it did. Never holds a secret.</summary>
    public string? Reason { get; }

    /// <summary>How long the destination asked to be left alone; null where it did not say.</summary>
    public TimeSpan? After { get; }

    public bool IsDone => kind == Kind.Done;

    public bool IsRefused => kind == Kind.Refused;

    /// <summary>Nothing of the batch counts as delivered; it is tried again.</summary>
    /// <param name="reason">Why.</param>
    /// <param name="after">Not before that long.</param>
    public static Delivery Again(string reason, TimeSpan? after = null) =>
        new(Kind.Again, reason, after);

    /// <summary>
    /// It will never be taken. A batch of several is then delivered one by one, to find out which of them it is; a single one goes to the dead letters.
    /// </summary>
    public static Delivery Refused(string reason) => new(Kind.Refused, reason, null);
}
