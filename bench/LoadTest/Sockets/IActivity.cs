namespace Freshet.LoadTest.Sockets;

/// <summary>What happens beside the sockets' events: publishing, connecting.</summary>
internal interface IActivity
{
    /// <summary>Does what is due, and never waits.</summary>
    /// <param name="now">The time, as <see cref="System.Diagnostics.Stopwatch.GetTimestamp"/> has it.</param>
    /// <returns>When there is something to do again though nothing has happened; <see cref="long.MaxValue"/> for never.</returns>
    long Turn(long now);
}
