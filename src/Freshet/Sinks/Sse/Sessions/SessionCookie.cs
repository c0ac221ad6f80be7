using System.Security.Cryptography;
using System.Text;
using Freshet.Http;
using Microsoft.AspNetCore.Http;

namespace Freshet.Sinks.Sse.Sessions;

/// <summary>
/// The cookie of an endpoint's sessions (RFC 6265bis). Browsers tell cookies apart by host, path and name, not by port; so the name tells which server and which
/// endpoint it is for. Under HTTPS the name begins with <c>__Secure-</c>, which a browser takes from HTTPS alone: nobody between can set one. <c>__Host-</c> is for
/// cookies of all paths, and this one is for the endpoint's.
/// </summary>
internal sealed class SessionCookie
{
    private const string SecurePrefix = "__Secure-";

    private readonly string name;
    private readonly string path;

    /// <param name="rootUrl">Where the server is reached from outside, without a slash at its end.</param>
    /// <param name="route">The endpoint's path.</param>
    public SessionCookie(string rootUrl, string route)
    {
        // A proxy may have the server below a path of its own.
        path = Within($"{new Uri(rootUrl).AbsolutePath.TrimEnd('/')}{route.TrimEnd('/')}");
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{rootUrl}{route}"));
        name = $"freshet-{Convert.ToHexStringLower(hash.AsSpan(0, 8))}";
    }

    /// <summary>What it is called.</summary>
    /// <param name="isHttps">Whether browsers come by HTTPS.</param>
    public string Name(bool isHttps) => isHttps ? SecurePrefix + name : name;

    /// <summary>The sessions that a request shows; none, one, or several where others set cookies of the name.</summary>
    public IReadOnlyList<string> Read(HttpRequest request) =>
        RequestCookies.Values(request, Name(request.IsHttps));

    /// <summary>Gives the browser a session.</summary>
    public void Set(HttpContext http, string session, TimeSpan lifetime) =>
        http.Response.Cookies.Append(
            Name(http.Request.IsHttps),
            session,
            Attributes(http, lifetime)
        );

    /// <summary>Takes it away.</summary>
    public void Clear(HttpContext http) =>
        http.Response.Cookies.Append(
            Name(http.Request.IsHttps),
            "",
            Attributes(http, TimeSpan.Zero)
        );

    private CookieOptions Attributes(HttpContext http, TimeSpan lifetime) =>
        new()
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Strict,
            Secure = http.Request.IsHttps,
            Path = path,
            MaxAge = lifetime,
        };

    /// <summary>The path, or where it has a semicolon, at which the attribute would end, the one above that.</summary>
    private static string Within(string path)
    {
        var end = path.IndexOf(';', StringComparison.Ordinal);
        var within = end < 0 ? path : path[..path.LastIndexOf('/', end)];
        return within.Length == 0 ? "/" : within;
    }
}
