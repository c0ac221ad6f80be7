using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Primitives;

namespace Freshet.Pipelines;

/// <summary>The routes that a reload may change. A request that was routed goes its way, whatever becomes of its route.</summary>
internal sealed class ComponentRoutes : EndpointDataSource, IDisposable
{
    private volatile IReadOnlyList<Endpoint> endpoints = [];
    private CancellationTokenSource changed = new();
    private CancellationChangeToken token;

    public ComponentRoutes() => token = new(changed.Token);

    public override IReadOnlyList<Endpoint> Endpoints => endpoints;

    public override IChangeToken GetChangeToken() => Volatile.Read(ref token);

    /// <summary>The routes that somebody maps.</summary>
    public static IReadOnlyList<Endpoint> Collect(
        IServiceProvider services,
        Action<IEndpointRouteBuilder> map
    )
    {
        var collector = new Collector(services);
        map(collector);
        return [.. collector.DataSources.SelectMany(source => source.Endpoints)];
    }

    /// <summary>From now on requests are routed to these. Not to be called by two at once.</summary>
    public void Show(IReadOnlyList<Endpoint> shown)
    {
        using var before = changed;
        changed = new();
        endpoints = shown;
        Volatile.Write(ref token, new(changed.Token));
        // Returns once the new ones are routed to.
        before.Cancel();
    }

    /// <summary>
    /// Answers a request that was routed to what is no route any more, as the route does that has its path and method now, or with 404 where none has. False where its route is one still.
    /// </summary>
    public async Task<bool> PassOnAsync(HttpContext http)
    {
        var now = endpoints;
        if (http.GetEndpoint() is not RouteEndpoint routed || now.Contains(routed))
        {
            return false;
        }
        var next = now.OfType<RouteEndpoint>()
            .FirstOrDefault(endpoint =>
                endpoint.RoutePattern.RawText == routed.RoutePattern.RawText
                && endpoint
                    .Metadata.GetMetadata<IHttpMethodMetadata>()
                    ?.HttpMethods.Contains(http.Request.Method, StringComparer.OrdinalIgnoreCase)
                    == true
            );
        if (next?.RequestDelegate is not { } answer)
        {
            // Whoever answers for unknown paths writes the body.
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return true;
        }
        http.SetEndpoint(next);
        await answer(http);
        return true;
    }

    public void Dispose() => changed.Dispose();

    private sealed class Collector(IServiceProvider services) : IEndpointRouteBuilder
    {
        public IServiceProvider ServiceProvider => services;

        public ICollection<EndpointDataSource> DataSources { get; } = [];

        public IApplicationBuilder CreateApplicationBuilder() => new ApplicationBuilder(services);
    }
}
