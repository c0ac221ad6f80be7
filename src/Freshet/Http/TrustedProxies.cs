using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;

namespace Freshet.Http;

/// <summary>Finds the client's address, and how it came, behind proxies that are trusted to tell it.</summary>
internal static class TrustedProxies
{
    /// <summary>
    /// Takes the client's address from <c>X-Forwarded-For</c>, from its right end: each address was added by the one to its right, and counts only where that is trusted.
    /// So what a client sends of itself changes nothing. Beside it the scheme is taken, <c>X-Forwarded-Proto</c>: it decides whether a cookie is for HTTPS alone, so
    /// a client whose word a proxy passes on in it harms only itself. No other header is taken.
    /// </summary>
    public static void UseTrustedProxies(
        this IApplicationBuilder app,
        IReadOnlyCollection<TrustedNetwork> networks
    )
    {
        if (networks.Count == 0)
        {
            // Not only to save the work: without a network, the middleware trusts everyone.
            return;
        }
        var options = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto,
            ForwardLimit = null,
        };
        // Those that are there trust whatever runs on the same machine.
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var network in networks)
        {
            options.KnownIPNetworks.Add(network.Value);
        }
        app.UseForwardedHeaders(options);
    }
}
