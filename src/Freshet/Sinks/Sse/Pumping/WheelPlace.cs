namespace Freshet.Sinks.Sse.Pumping;

/// <summary>Where an item is in a wheel. As it is at first, it is in none.</summary>
internal struct WheelPlace<T>
    where T : class
{
    internal T? Previous;
    internal T? Next;

    /// <summary>When it is due; that may be long after the turn at which it is looked at.</summary>
    internal long Due;

    /// <summary>The turn at which it is looked at; 0 where it is in no wheel.</summary>
    internal long Turn;
}
