namespace Freshet.LoadTest.Charts;

/// <summary>One line of a chart.</summary>
/// <param name="Points">At least one, from left to right; both above zero.</param>
internal sealed record Series(string Name, IReadOnlyList<(double X, double Y)> Points);
