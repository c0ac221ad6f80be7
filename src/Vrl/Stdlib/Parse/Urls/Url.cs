namespace Freshet.Vrl.Stdlib.Parse.Urls;

/// <summary>A URL in its parts, each as the URL standard of the WHATWG serialises it.</summary>
/// <param name="Scheme">In lower case, without the colon.</param>
/// <param name="Username">Percent-encoded; empty where there is none.</param>
/// <param name="Password">Percent-encoded; empty where there is none.</param>
/// <param name="Host">A domain in ASCII, an IPv4 address, or an IPv6 address in brackets; null where there is none.</param>
/// <param name="Port">Null where there is none, or where it is the scheme's own.</param>
/// <param name="Path">Percent-encoded.</param>
/// <param name="Query">As it was written, without the question mark; empty where there is none.</param>
/// <param name="Fragment">Percent-encoded, without the hash; null where there is none.</param>
internal sealed record Url(
    string Scheme,
    string Username,
    string Password,
    string? Host,
    int? Port,
    string Path,
    string Query,
    string? Fragment
)
{
    /// <summary>The port, or the scheme's own.</summary>
    public int? PortOrKnown => Port ?? KnownPort(Scheme);

    /// <summary>The scheme's own port; null for one that has none.</summary>
    public static int? KnownPort(string scheme) =>
        scheme switch
        {
            "http" or "ws" => 80,
            "https" or "wss" => 443,
            "ftp" => 21,
            _ => null,
        };

    /// <summary>Whether URLs of the scheme always have a host, and take a backslash for a slash.</summary>
    public static bool IsSpecial(string scheme) =>
        scheme is "http" or "https" or "ws" or "wss" or "ftp" or "file";
}
