using Freshet.Dashboard.Page;
using Freshet.Journal;
using Freshet.Management;
using Freshet.Pipelines;
using Freshet.Telemetry.Readings;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace Freshet.Dashboard;

/// <summary>What the dashboard shows things of.</summary>
/// <param name="Facts">Which Freshet this is.</param>
/// <param name="Topology">What runs now.</param>
/// <param name="Settings">What the first that ran was made with.</param>
/// <param name="Journal">The journal.</param>
/// <param name="DeadLetters">The folder of the dead letters.</param>
/// <param name="Health">Whether the server does its work.</param>
/// <param name="Clients">Who is connected.</param>
internal sealed record DashboardSubject(
    ServerFacts Facts,
    Func<Topology> Topology,
    TopologySettings Settings,
    IJournal Journal,
    string DeadLetters,
    Func<HealthReport> Health,
    ClientDirectory Clients
);

/// <summary>The page at <c>/</c> that shows what runs, and the API behind it.</summary>
internal sealed class DashboardHost : IAsyncDisposable
{
    /// <summary>The paths that no component may have, but <c>/</c>, which it leaves to one that wants it.</summary>
    public static readonly IReadOnlyList<string> Paths =
    [
        DashboardSession.Path,
        .. new[] { "/state", "/live", "/clients", "/dead-letters" }.Select(path =>
            DashboardRoutes.Root + path
        ),
        DashboardPage.OtherRoot,
    ];

    private readonly DashboardAccess access;
    private readonly DashboardSession session;
    private readonly LetterShelf letters;
    private readonly DeadLetterDesk desk;
    private readonly LiveStream live;
    private readonly State state;
    private readonly ClientDesk clients;
    private readonly EventWay way;
    private readonly DashboardPage page;

    /// <param name="options">How it is configured.</param>
    /// <param name="management">The token.</param>
    /// <param name="meter">What was counted; it stays the caller's.</param>
    /// <param name="subject">What it shows.</param>
    public DashboardHost(
        DashboardOptions options,
        ManagementOptions management,
        MeterReader meter,
        DashboardSubject subject
    )
    {
        var settings = subject.Settings;
        var logger = settings.Loggers.CreateLogger<DashboardHost>();
        var managers = new ManagementAccess(management.Token);
        session = new(
            management.Token,
            managers,
            settings.RootUrl,
            settings.CursorFolder,
            settings.Time,
            logger
        );
        access = new(options, managers, session);
        letters = new(subject.DeadLetters);
        var pipeline = () => new Pipeline(subject.Topology());
        desk = new(letters, name => NewSink(name, subject.Topology()), logger);
        live = new(
            subject.Journal,
            new()
            {
                Name = "dashboard",
                Loggers = settings.Loggers,
                Time = settings.Time,
                Instruments = settings.Instruments,
                RootUrl = settings.RootUrl,
                Transformers = new([], settings.Pipeline.MaxBatch),
            },
            access,
            logger
        );
        state = new(
            subject.Facts,
            pipeline,
            subject.Journal,
            subject.Health,
            meter,
            letters,
            settings.Time
        );
        clients = new(subject.Clients, pipeline, logger);
        way = new(pipeline, subject.Journal, meter, letters);
        page = new(PageFiles.Embedded(), access);
    }

    /// <summary>Whether a request comes from somebody who may have it.</summary>
    public bool Admits(HttpContext http) => access.Check(http).IsAdmitted;

    public void Map(IEndpointRouteBuilder routes)
    {
        var own = new DashboardRoutes(routes, access);
        session.Map(routes);
        state.Map(own);
        live.Map(own);
        clients.Map(own);
        desk.Map(own);
        way.Map(own);
        page.MapFiles(routes);
    }

    /// <summary>Adds the route of the page: <c>/</c>, or where a component answers there, <c>/dashboard</c>.</summary>
    /// <param name="routes">Where it is added.</param>
    /// <param name="topology">The components.</param>
    public void MapPage(IEndpointRouteBuilder routes, Topology topology)
    {
        var pipeline = new Pipeline(topology);
        var isTaken = pipeline
            .Sources.Concat(pipeline.Sinks)
            .Any(one => one.Path == DashboardPage.Root);
        page.Map(routes, isTaken ? DashboardPage.OtherRoot : DashboardPage.Root);
    }

    /// <summary>Ends its stream.</summary>
    public ValueTask StopAsync() => live.DisposeAsync();

    public async ValueTask DisposeAsync()
    {
        await live.DisposeAsync();
        desk.Dispose();
        letters.Dispose();
    }

    private static BatchSink? NewSink(string name, Topology topology) =>
        topology.Blueprint.Sinks.Find(plan => plan.Name == name) is { } plan
            ? Pipelines.Topology.NewSink(plan, topology.Blueprint, topology.Settings) as BatchSink
            : null;
}
