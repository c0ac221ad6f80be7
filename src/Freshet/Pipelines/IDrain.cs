namespace Freshet.Pipelines;

/// <summary>What a sink also implements whose clients should not all come back at once when it ends.</summary>
internal interface IDrain
{
    /// <summary>
    /// Takes in no more clients, and ends those that it has one after the other, spread over that time, or over less where there are few. The sink serves those that are left, and is
    /// stopped when this has returned.
    /// </summary>
    /// <param name="over">The time.</param>
    /// <param name="hurry">Those that are left are left to the stop.</param>
    Task DrainAsync(TimeSpan over, CancellationToken hurry);
}
