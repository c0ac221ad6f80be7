namespace Freshet.Sources.HttpPolling;

/// <summary>What came of a request.</summary>
internal abstract record PollAnswer
{
    private PollAnswer() { }

    /// <summary>2xx.</summary>
    /// <param name="Status">Which.</param>
    /// <param name="Headers">The answer's headers, names in lower case.</param>
    /// <param name="Body">Its body, unpacked.</param>
    /// <param name="At">When it was here: whatever it tells of happened before.</param>
    internal sealed record Received(
        int Status,
        IReadOnlyDictionary<string, string> Headers,
        ReadOnlyMemory<byte> Body,
        DateTimeOffset At
    ) : PollAnswer;

    /// <summary>304: it is what was received last.</summary>
    internal sealed record Unchanged : PollAnswer;

    /// <summary>There is no answer, or another.</summary>
    /// <param name="Reason">Why, for an operator to read; never holds a secret.</param>
    /// <param name="Status">The status; null where there was none.</param>
    /// <param name="MayPass">Whether the same request may do better soon.</param>
    /// <param name="RetryAfter">How long the server asks to be left alone; null where it does not say.</param>
    internal sealed record Failed(
        string Reason,
        int? Status = null,
        bool MayPass = false,
        TimeSpan? RetryAfter = null
    ) : PollAnswer;
}
