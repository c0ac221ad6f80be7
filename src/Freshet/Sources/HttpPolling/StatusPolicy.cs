using System.Globalization;
using System.Net;

namespace Freshet.Sources.HttpPolling;

/// <summary>What becomes of an answer that is not 2xx.</summary>
internal enum StatusReaction
{
    /// <summary>There is nothing to get: the round goes on.</summary>
    Skip,

    /// <summary>The round's window is asked for again in the next.</summary>
    Hold,

    /// <summary>The request is tried again; where that does not help, the window is held.</summary>
    Retry,

    /// <summary>The source ends.</summary>
    Abort,
}

/// <summary>Says what becomes of a status: by itself, by its class, else by what is usual.</summary>
internal sealed class StatusPolicy(IReadOnlyDictionary<string, StatusReaction> given)
{
    /// <summary>Whether a policy may name it: <c>404</c>, <c>4xx</c>.</summary>
    public static bool IsStatus(string text) =>
        text is "3xx" or "4xx" or "5xx"
        || (
            text.Length == 3
            && int.TryParse(text, NumberStyles.None, null, out var status)
            && status is >= 300 and <= 599
        );

    /// <param name="status">The status.</param>
    /// <param name="isFollowed">Whether the request came of another's answer.</param>
    public StatusReaction Of(int status, bool isFollowed) =>
        Given(status)
        ?? (
            isFollowed && status is (int)HttpStatusCode.NotFound or (int)HttpStatusCode.Gone
                ? StatusReaction.Skip
                : StatusReaction.Hold
        );

    /// <summary>Whether the same request may do better soon.</summary>
    public bool MayPass(int status) =>
        Given(status) is { } reaction
            ? reaction == StatusReaction.Retry
            : status is 408 or 425 or 429 or >= 500;

    /// <summary>Whether the server is left alone as long as it asks for; 403 is how some tell of a limit.</summary>
    public bool MayWait(int status) =>
        status is 403 or 429 or 503
        && Given(status) is not (StatusReaction.Skip or StatusReaction.Abort);

    private StatusReaction? Given(int status) =>
        given.TryGetValue($"{status}", out var exact) ? exact
        : given.TryGetValue($"{status / 100}xx", out var ofClass) ? ofClass
        : null;
}
