namespace Freshet.Vrl.Runtime.Regexes;

/// <summary>Ends the reading of a pattern. It does not leave <see cref="RustRegex"/>.</summary>
internal sealed class RegexSyntaxException : Exception
{
    public RegexSyntaxException() { }

    /// <summary>Where in the pattern, in characters; negative where it is about the whole.</summary>
    public int At { get; init; } = -1;

    public RegexSyntaxException(string message)
        : base(message) { }

    public RegexSyntaxException(string message, Exception inner)
        : base(message, inner) { }
}
