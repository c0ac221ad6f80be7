namespace Freshet.Vrl.Stdlib.Parse.Urls;

/// <summary>Why a text is no URL, in upstream's words, since programs see them.</summary>
internal static class UrlError
{
    public const string None = "";
    public const string EmptyHost = "empty host";
    public const string Idna = "invalid international domain name";
    public const string Port = "invalid port number";
    public const string Ipv4 = "invalid IPv4 address";
    public const string Ipv6 = "invalid IPv6 address";
    public const string Domain = "invalid domain character";
    public const string Relative = "relative URL without a base";
}
