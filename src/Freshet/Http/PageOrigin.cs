using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Http;

namespace Freshet.Http;

/// <summary>Which page a request comes from, as a browser says, and no page can: <c>Origin</c> and <c>Sec-Fetch-Site</c> (Fetch Metadata).</summary>
internal static class PageOrigin
{
    private const string FetchSite = "Sec-Fetch-Site";
    private const string SameOrigin = "same-origin";

    /// <summary>
    /// Whether a request that changes what a browser keeps was meant: it comes from a page of this server, or of an origin that the endpoint's CORS lets send
    /// credentials, or from no page. Browsers name the origin with every POST and DELETE.
    /// </summary>
    public static bool MayUseCookies(HttpContext http)
    {
        var headers = http.Request.Headers;
        if (headers.Origin.Count == 0)
        {
            return true;
        }
        if (headers.Origin is not [{ } origin])
        {
            return false;
        }
        // The first holds also behind a proxy that gives this server another host name.
        return headers[FetchSite] is [SameOrigin]
            || IsOwn(origin, http.Request.Host)
            || http.GetEndpoint()?.Metadata.GetMetadata<ICorsPolicyMetadata>()?.Policy
                is { SupportsCredentials: true } policy
                && policy.IsOriginAllowed(origin);
    }

    /// <summary>
    /// Whether a page sent it that is not this server's own, of a neighbouring name too. A browser that says nothing of where a request comes from, as one typed in, and who is no browser, is
    /// not foreign.
    /// </summary>
    public static bool IsForeign(HttpContext http)
    {
        var headers = http.Request.Headers;
        return headers[FetchSite].Count > 0
            ? headers[FetchSite] is not [SameOrigin or "none"]
            : headers.Origin.Count > 0
                && !(headers.Origin is [{ } origin] && IsOwn(origin, http.Request.Host));
    }

    /// <summary>Whether it is this host. The scheme is left out: before a proxy it may be another one.</summary>
    private static bool IsOwn(string origin, HostString host) =>
        origin.IndexOf("://", StringComparison.Ordinal) is > 0 and var at
        && host.HasValue
        && origin.AsSpan(at + 3).Equals(host.Value, StringComparison.OrdinalIgnoreCase);
}
