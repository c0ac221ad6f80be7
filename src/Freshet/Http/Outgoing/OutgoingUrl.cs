using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Freshet.Http.Outgoing;

/// <summary>Addresses that Freshet sends requests to.</summary>
internal static class OutgoingUrl
{
    /// <summary>Reads an absolute URL of <c>http</c> or <c>https</c>; no other scheme is ever asked.</summary>
    public static bool TryRead(string text, [NotNullWhen(true)] out Uri? url) =>
        Uri.TryCreate(text, UriKind.Absolute, out url)
        && url.Scheme is "http" or "https"
        && url.Host.Length > 0;

    /// <summary>The address without what may be secret in it: user, password, query and fragment.</summary>
    public static string Shown(Uri url) =>
        url.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);

    /// <summary>Scheme, host and port: who is asked.</summary>
    public static string OriginOf(Uri url) => $"{url.Scheme}://{url.IdnHost}:{url.Port}";

    public static bool IsSameOrigin(Uri one, Uri other) => OriginOf(one) == OriginOf(other);

    /// <summary>Sends user and password of the address, where it has them, as <c>Authorization: Basic</c>.</summary>
    public static void Authenticate(HttpRequestMessage request, Uri url)
    {
        if (url.UserInfo.Length > 0)
        {
            var user = Encoding.UTF8.GetBytes(Uri.UnescapeDataString(url.UserInfo));
            request.Headers.Authorization = new("Basic", Convert.ToBase64String(user));
        }
    }
}
