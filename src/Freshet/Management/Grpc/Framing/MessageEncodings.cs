using Microsoft.Extensions.Primitives;

namespace Freshet.Management.Grpc.Framing;

/// <summary>How messages may be packed, and the headers that say so.</summary>
internal static class MessageEncodings
{
    public const string Header = "grpc-encoding";
    public const string AcceptHeader = "grpc-accept-encoding";

    /// <summary>What is understood, as <see cref="AcceptHeader"/> tells it.</summary>
    public const string Understood = "identity,gzip";

    public const string Gzip = "gzip";
    private const string Identity = "identity";

    /// <summary>What the header says of the caller's messages.</summary>
    /// <param name="header">The values of <see cref="Header"/>.</param>
    /// <param name="isGzip">Whether those that are packed are packed by gzip; otherwise none may be.</param>
    /// <returns>Whether it is understood.</returns>
    public static bool TryRead(StringValues header, out bool isGzip)
    {
        isGzip = header.Count == 1 && header[0] == Gzip;
        return isGzip || header.Count == 0 || (header.Count == 1 && header[0] is Identity or "");
    }

    /// <summary>Whether the caller takes messages that are packed by gzip.</summary>
    public static bool AcceptsGzip(StringValues acceptHeader) =>
        acceptHeader
            .ToString()
            .Split(',', StringSplitOptions.TrimEntries)
            .Contains(Gzip, StringComparer.Ordinal);
}
