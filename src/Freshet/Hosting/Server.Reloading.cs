using Freshet.Configuration;
using Freshet.Hosting.Reloading;
using Freshet.Pipelines;
using Freshet.Sinks.Sse;
using Freshet.Toml;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace Freshet.Hosting;

/// <summary>How it comes to run another configuration without an end of what is the same in both.</summary>
internal sealed partial class Server
{
    private readonly SemaphoreSlim reloading = new(1);

    /// <summary>
    /// Runs another configuration from now on, all of it or nothing: where something stands against it, what runs runs on untouched. One call waits for another, and none does anything once
    /// the server stops.
    /// </summary>
    /// <param name="next">The configuration; where it has errors they were told.</param>
    public async Task<ReloadReport> ReloadAsync(Setup next)
    {
        await reloading.WaitAsync(lineage.Stopping);
        try
        {
            var report = await TryReloadAsync(next);
            instruments.Reloaded(Called(report.Outcome), report.Outcome != ReloadOutcome.Refused);
            return report;
        }
        finally
        {
            reloading.Release();
        }
    }

    private async Task<ReloadReport> TryReloadAsync(Setup next)
    {
        var obstacles = new List<Diagnostic>();
        if (!next.HasErrors)
        {
            var restarts = RestartRules.Check(setup, next).ToList();
            // A place is in the one or in the other.
            obstacles.AddRange(
                SecretExcerpts.Mask(
                    SecretExcerpts.Mask(restarts, next.Root, next.Secrets),
                    setup.Root,
                    setup.Secrets
                )
            );
        }
        var errors =
            obstacles.Count
            + next.Diagnostics.Count(diagnostic => diagnostic.Severity == Severity.Error);
        if (errors > 0)
        {
            Refused(logger, errors);
            return new(ReloadOutcome.Refused, obstacles);
        }
        if (Build(next, obstacles) is not var (after, routes, document))
        {
            Refused(logger, obstacles.Count);
            return new(ReloadOutcome.Refused, obstacles);
        }
        var swap = new Swap(topology, after);
        await swap.RunAsync(
            () =>
            {
                topology = after;
                lineage.Routes.Show(routes);
                description.Show(document);
            },
            next.Options.Http.ShutdownGrace,
            web.Lifetime.StopApplication
        );
        setup = next;
        if (swap.IsEmpty)
        {
            Unchanged(logger, swap.Kept.Count);
            return new(ReloadOutcome.Unchanged, []);
        }
        Reloaded(
            logger,
            string.Join(' ', swap.Changed),
            string.Join(' ', swap.Added),
            string.Join(' ', swap.Removed),
            string.Join(' ', swap.Kept)
        );
        return new(ReloadOutcome.Applied, []);
    }

    /// <summary>All that a reload needs, or why it cannot be made; what runs is not touched.</summary>
    private Built? Build(Setup next, List<Diagnostic> obstacles)
    {
        Topology? after = null;
        try
        {
            after = new Topology(
                next.Blueprint,
                journal,
                settings with
                {
                    Pipeline = next.Options.Pipeline,
                },
                topology
            );
            after.Map(web.Services);
            var routes = RoutesOf(after);
            return new(after, routes, Describe(routes));
        }
        catch (Exception fault)
        {
            // Whatever it is, it is a reason not to run this configuration, and none to end the one that runs.
            after?.Discard();
            NotBuilt(logger, fault);
            obstacles.Add(
                new(
                    Severity.Error,
                    fault.Message,
                    Hint: "nothing was changed: what ran before runs on"
                )
            );
            return null;
        }
    }

    /// <summary>The routes that depend on which components there are.</summary>
    private List<Endpoint> RoutesOf(Topology components) =>
        [
            .. components.Endpoints,
            .. components.Sinks.Any(pair => pair.Sink is SseSink) ? stats : [],
            .. dashboard is null
                ? []
                : ComponentRoutes.Collect(
                    web.Services,
                    routes => dashboard.MapPage(routes, components)
                ),
        ];

    /// <summary>The description of these and of all that are always there.</summary>
    private byte[] Describe(IEnumerable<Endpoint> routes) =>
        description.Write(
            ((IEndpointRouteBuilder)web)
                .DataSources.Where(source => source != lineage.Routes)
                .SelectMany(source => source.Endpoints)
                .Concat(routes)
        );

    /// <summary>The name of an outcome in metrics.</summary>
    private static string Called(ReloadOutcome outcome) => outcome.ToString().ToLowerInvariant();

    [LoggerMessage(
        LogLevel.Information,
        "reloaded; changed: [{Changed}], added: [{Added}], removed: [{Removed}], kept: [{Kept}]"
    )]
    private static partial void Reloaded(
        ILogger logger,
        string changed,
        string added,
        string removed,
        string kept
    );

    [LoggerMessage(
        LogLevel.Information,
        "reloaded: nothing is another; components that run on: {Count}"
    )]
    private static partial void Unchanged(ILogger logger, int count);

    [LoggerMessage(
        LogLevel.Error,
        "the configuration was refused, errors: {Count}; what ran before runs on"
    )]
    private static partial void Refused(ILogger logger, int count);

    [LoggerMessage(LogLevel.Debug, "the components of the new configuration cannot be built")]
    private static partial void NotBuilt(ILogger logger, Exception fault);

    private sealed record Built(Topology Topology, List<Endpoint> Routes, byte[] Document);
}
