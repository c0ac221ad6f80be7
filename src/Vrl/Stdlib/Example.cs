namespace Freshet.Vrl.Stdlib;

/// <summary>An example of a call: documentation and test in one.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="Source">A program.</param>
/// <param name="Result">What the program gives, as JSON; null where it fails.</param>
/// <param name="Error">The message that it fails with, without the part that says where; null where it does not.</param>
public sealed record Example(string Title, string Source, string? Result, string? Error = null)
{
    /// <summary>The event that the program runs on, as JSON.</summary>
    public string Event { get; init; } = "{}";

    /// <summary>Whether the result is another each time, so that the test only runs it.</summary>
    public bool IsDifferentEachTime { get; init; }
}
