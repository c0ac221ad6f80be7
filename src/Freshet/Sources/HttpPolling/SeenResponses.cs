using System.Security.Cryptography;

namespace Freshet.Sources.HttpPolling;

/// <summary>What a request got last, and its content since when.</summary>
/// <param name="Digest">The SHA-256 of the body.</param>
/// <param name="Stamp">Tells this content from the same one at another time: a document that is up, down and up again is three.</param>
/// <param name="At">When this content was got first; the earliest time there is where nothing can come of it any more.</param>
/// <param name="Tag">Its <c>ETag</c>; null where the server gave none.</param>
/// <param name="Modified">Its <c>Last-Modified</c>; null where the server gave none.</param>
internal sealed record SeenResponse(
    string Digest,
    long Stamp,
    DateTimeOffset At,
    string? Tag,
    string? Modified
)
{
    /// <summary>
    /// Whether all of it lies before the window, so that nothing new can come of it. Until then it is taken again, under the same ids: a transformer that picks what lies in the window
    /// could not take before what happened between the window's end and the request.
    /// </summary>
    public bool IsSettled(PollWindow window) => At <= window.After;
}

/// <summary>
/// What requests got last, so that an answer which has not changed makes no new events. A stamp follows from what was kept and from the window, so that a round that is tried again,
/// also by another process, makes the same ids.
/// </summary>
internal sealed class SeenResponses
{
    /// <summary>How many are remembered beside those of the round: only a round that failed leaves any.</summary>
    private const int Most = 10_000;

    private readonly Dictionary<string, SeenResponse> seen;
    private readonly HashSet<string> used = new(StringComparer.Ordinal);

    public SeenResponses(IReadOnlyDictionary<string, SeenResponse> kept) =>
        seen = new(kept, StringComparer.Ordinal);

    public IReadOnlyDictionary<string, SeenResponse> All => seen;

    public static string KeyOf(PolledRequest request) => Convert.ToBase64String(request.Digest());

    public SeenResponse? Find(PolledRequest request) => seen.GetValueOrDefault(KeyOf(request));

    /// <summary>What a body is, held against what was got last.</summary>
    public SeenResponse Compare(
        PolledRequest request,
        PollAnswer.Received answer,
        PollWindow window
    )
    {
        var digest = Convert.ToBase64String(SHA256.HashData(answer.Body.Span));
        var (tag, modified) = (
            answer.Headers.GetValueOrDefault("etag"),
            answer.Headers.GetValueOrDefault("last-modified")
        );
        var last = Find(request);
        return last?.Digest == digest
            ? last with
            {
                Tag = tag,
                Modified = modified,
            }
            : new(
                digest,
                Math.Max(
                    window.After.ToUnixTimeMilliseconds(),
                    last is null ? long.MinValue : last.Stamp + 1
                ),
                answer.At,
                tag,
                modified
            );
    }

    /// <summary>It came of this round, and what there is to it is in the journal.</summary>
    public void Keep(PolledRequest request, SeenResponse response)
    {
        var key = KeyOf(request);
        used.Add(key);
        seen[key] = response;
    }

    /// <summary>The round is over. Where it was whole, what it did not ask for is forgotten.</summary>
    public void EndRound(bool isWhole)
    {
        if (isWhole || seen.Count > Most)
        {
            foreach (var key in seen.Keys.Where(key => !used.Contains(key)).ToList())
            {
                seen.Remove(key);
            }
        }
        used.Clear();
    }
}
