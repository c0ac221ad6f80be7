namespace Freshet.Telemetry;

/// <summary>A tag that tells series of an instrument apart.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Values">The values that it has, in words; there are few, and the configuration or the code has them all.</param>
internal sealed record TagName(string Name, string Values);
