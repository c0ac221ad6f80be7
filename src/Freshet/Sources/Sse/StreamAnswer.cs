namespace Freshet.Sources.Sse;

/// <summary>What a server answered to who asked for its stream.</summary>
internal abstract record StreamAnswer
{
    private StreamAnswer() { }

    /// <summary>The stream, from here on.</summary>
    /// <param name="Response">The answer; whoever is given it disposes of it.</param>
    /// <param name="Body">The stream's bytes.</param>
    /// <param name="Date">When it began by the server's clock; null where the server does not say.</param>
    internal sealed record Opened(HttpResponseMessage Response, Stream Body, DateTimeOffset? Date)
        : StreamAnswer;

    /// <summary>204: nobody should come back.</summary>
    internal sealed record Over : StreamAnswer;

    /// <summary>Something else.</summary>
    /// <param name="Reason">What, for an operator to read.</param>
    /// <param name="RetryAfter">How long to wait before the next try, where the server says so.</param>
    /// <param name="IsRequestWrong">Whether the server does not like the request itself, so that another might do.</param>
    internal sealed record Refused(
        string Reason,
        TimeSpan? RetryAfter = null,
        bool IsRequestWrong = false
    ) : StreamAnswer;
}
