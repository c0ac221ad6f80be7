namespace Freshet.Sinks.Sse.Pumping;

/// <summary>Something that a <see cref="TimerWheel{T}"/> can hold: it keeps its place in the wheel itself, in one field.</summary>
/// <typeparam name="T">The type itself.</typeparam>
internal interface IWheelItem<T>
    where T : class
{
    /// <summary>The field; for the wheel alone.</summary>
    ref WheelPlace<T> WheelPlace { get; }
}
