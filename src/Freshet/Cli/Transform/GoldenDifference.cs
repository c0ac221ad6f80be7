namespace Freshet.Cli.Transform;

/// <summary>An output that is not as its golden file has it.</summary>
/// <param name="Name">The golden file, below the folder of the outputs.</param>
/// <param name="Expected">What it says; null where there is none, so that the output is unexpected.</param>
/// <param name="Actual">What came; null where nothing did, so that the output is missing.</param>
internal sealed record GoldenDifference(string Name, byte[]? Expected, byte[]? Actual);
