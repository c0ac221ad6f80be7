using System.Security.Cryptography;
using System.Text;
using Freshet.Events.Parsing;
using Freshet.Http.Outgoing;
using Freshet.Vrl.Values;

namespace Freshet.Sources.HttpPolling;

/// <summary>Where an answer goes.</summary>
internal enum PollRoute
{
    /// <summary>Its content becomes events.</summary>
    Pipeline,

    /// <summary>The program is given it, and says what to ask next.</summary>
    Feedback,

    /// <summary>Both.</summary>
    Both,
}

/// <summary>A request to make.</summary>
internal sealed record PolledRequest
{
    /// <summary>What is asked, query included.</summary>
    public required Uri Url { get; init; }

    /// <summary>The URL as the program wrote it, without <c>query</c>.</summary>
    public required string Written { get; init; }

    public string Method { get; init; } = "GET";

    /// <summary>The program's own headers; those of the configuration come in addition.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>The body; null where there is none.</summary>
    public ReadOnlyMemory<byte>? Body { get; init; }

    public PollRoute Route { get; init; }

    /// <summary>How the answer holds events; null for what the configuration says.</summary>
    public ContentFormat? Parser { get; init; }

    /// <summary>What the program kept for when the answer is here; null where it kept nothing.</summary>
    public Value State { get; init; }

    /// <summary>How many answers it came of: 0 where the round begins.</summary>
    public int Depth { get; init; }

    public bool Emits => Route != PollRoute.Feedback;

    public bool FeedsBack => Route != PollRoute.Pipeline;

    /// <summary>The URL as it may be shown.</summary>
    public string Shown => OutgoingUrl.Shown(Url);

    /// <summary>What the server is asked, in 32 bytes: method, URL without user and password, body.</summary>
    public byte[] Digest()
    {
        var url = Url.GetComponents(UriComponents.HttpRequestUrl, UriFormat.UriEscaped);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        // Neither has a line feed in it, so that no two requests read alike.
        hash.AppendData(Encoding.UTF8.GetBytes($"{Method}\n{url}\n"));
        hash.AppendData(Body.GetValueOrDefault().Span);
        return hash.GetHashAndReset();
    }
}
