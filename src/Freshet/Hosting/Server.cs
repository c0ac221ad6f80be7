using System.Diagnostics.Metrics;
using Freshet.Dashboard;
using Freshet.Hosting.Reloading;
using Freshet.Http;
using Freshet.Http.AccessLog;
using Freshet.Http.Detaching;
using Freshet.Http.RateLimiting;
using Freshet.Http.Tls;
using Freshet.Journal;
using Freshet.Management;
using Freshet.Management.Browsing;
using Freshet.Management.Grpc;
using Freshet.Management.OpenApi;
using Freshet.Pipelines;
using Freshet.Pipelines.Letters;
using Freshet.Telemetry;
using Freshet.Telemetry.Otlp;
using Freshet.Telemetry.Readings;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Freshet.Hosting;

/// <summary>The process: one HTTP server, one journal, one topology, started and stopped in the order in which nothing is lost.</summary>
internal sealed partial class Server : IAsyncDisposable
{
    /// <summary>How long connections may take to close once everything else has ended.</summary>
    private static readonly TimeSpan ClosingTime = TimeSpan.FromSeconds(1);

    /// <summary>How long a connection of HTTP/2 is silent before its peer is asked whether it is there.</summary>
    private static readonly TimeSpan PingDelay = TimeSpan.FromSeconds(30);

    private readonly WebApplication web;
    private readonly IJournal journal;
    private readonly DeadLetterJournal deadLetters;
    private readonly MeterReader readings;
    private readonly Lineage lineage = new();
    private readonly TopologySettings settings;
    private readonly Instruments instruments;
    private readonly IReadOnlyList<Endpoint> stats;
    private readonly ApiDescription description;
    private readonly Health health;
    private readonly EventBrowser browser;
    private readonly DashboardHost? dashboard;
    private readonly GrpcPort? grpc;
    private readonly OtlpExport? export;
    private readonly ILogger logger;
    private volatile Topology topology;
    private volatile Setup setup;

    /// <summary>Builds everything and touches nothing outside the process.</summary>
    /// <param name="setup">A configuration without errors.</param>
    /// <param name="logging">Says where the log goes.</param>
    /// <param name="time">The clock.</param>
    public Server(Setup setup, Action<ILoggingBuilder> logging, TimeProvider time)
    {
        this.setup = setup;
        var http = setup.Options.Http;
        var management = setup.Options.Management;
        grpc = management.Grpc is { } port ? new GrpcPort(port) : null;
        export = setup.Otlp is { } otlp ? new OtlpExport(otlp, time) : null;
        web = BuildWeb(
            http,
            grpc,
            builder =>
            {
                logging(builder);
                export?.AddTo(builder);
            },
            time
        );
        var loggers = web.Services.GetRequiredService<ILoggerFactory>();
        export?.TellTroubles(loggers.CreateLogger<OtlpExport>());
        logger = loggers.CreateLogger<Server>();
        instruments = new Instruments(web.Services.GetRequiredService<IMeterFactory>());
        readings = new(instruments.Meter, management.Metrics ? BorrowedInstrument.All : []);
        journal = NewJournal(setup.Options.Journal, loggers, time, instruments.Journal);
        instruments.ServerBegins(Enum.GetValues<ReloadOutcome>().Select(Called));
        Observe(instruments, setup.Options);
        deadLetters = new DeadLetterJournal(setup.Options.DeadLetters, loggers, time);
        settings = new TopologySettings(
            setup.Options.Pipeline,
            http.EffectiveRootUrl(),
            loggers,
            time,
            instruments,
            CursorFolder(setup.Options.Journal),
            deadLetters,
            deadLetters,
            setup.Options.State?.Folder
        )
        {
            Lineage = lineage,
        };
        topology = new Topology(setup.Blueprint, journal, settings);
        health = new Health(journal, () => topology);
        var clients = new ClientDirectory(() => topology);
        var access = new ManagementAccess(management.Token);
        grpc?.Serve(web, clients, health.Report, access, time, loggers);
        UseMiddleware(web, http, time);
        stats = ComponentRoutes.Collect(
            web.Services,
            new Stats(clients, () => topology, access).Map
        );
        health.Map(web);
        var version = typeof(Server).Assembly.GetName().Version!.ToString(3);
        if (management.Metrics)
        {
            new Metrics(new(readings, new(version)), management.MetricsToken).Map(web);
        }
        dashboard = setup.Options.Dashboard.Enabled
            ? new(
                setup.Options.Dashboard,
                management,
                readings,
                new(
                    new(version, settings.RootUrl),
                    () => topology,
                    settings,
                    journal,
                    setup.Options.DeadLetters.Path,
                    health.Report,
                    clients
                )
            )
            : null;
        browser = new EventBrowser(journal, access, http => dashboard?.Admits(http) ?? false);
        browser.Map(web);
        dashboard?.Map(web);
        description = new(http, version);
        description.Map(web);
        topology.Map(web.Services);
        var routes = RoutesOf(topology);
        description.Show(Describe(routes));
        lineage.Routes.Show(routes);
        ((IEndpointRouteBuilder)web).DataSources.Add(lineage.Routes);
    }

    /// <summary>Cancelled when the process is asked to stop: by a signal, or because a component broke.</summary>
    public CancellationToken StopRequested => web.Lifetime.ApplicationStopping;

    /// <summary>Whether it stopped because a component broke.</summary>
    public bool HasFailed => topology.HasFailed;

    /// <summary>Makes loggers of its log.</summary>
    public ILoggerFactory Loggers => settings.Loggers;

    /// <summary>What runs, for who looks at it.</summary>
    internal Topology Topology => topology;

    /// <summary>What answers over HTTP.</summary>
    internal EndpointDataSource Endpoints => web.Services.GetRequiredService<EndpointDataSource>();

    /// <summary>Where it listens, such as <c>http://127.0.0.1:8080</c>; known once it was started.</summary>
    public IReadOnlyList<string> Addresses =>
        [
            .. web
                .Services.GetRequiredService<IServer>()
                .Features.Get<IServerAddressesFeature>()!
                .Addresses.Where(address => address != GrpcAddress),
        ];

    /// <summary>Where gRPC is served, such as <c>http://127.0.0.1:9094</c>; known once it was started, and null where it is not configured.</summary>
    public string? GrpcAddress => grpc?.Address;

    /// <summary>Returns once it takes requests.</summary>
    /// <exception cref="JournalUnavailableException">The journal cannot be opened.</exception>
    /// <exception cref="IOException">The address is taken, or is none of this machine's.</exception>
    public async Task StartAsync(CancellationToken cancellation)
    {
        if (journal is FileJournal files)
        {
            // On a thread of its own: recovery reads as much as a segment.
            await Task.Run(files.Open, cancellation);
        }
        topology.Start(web.Lifetime.StopApplication);
        try
        {
            await web.StartAsync(cancellation);
        }
        catch
        {
            await topology.StopAsync();
            throw;
        }
        health.State = ServerState.Ready;
        foreach (var address in Addresses)
        {
            Listening(logger, address);
        }
        if (GrpcAddress is { } grpcAddress)
        {
            ListeningForGrpc(logger, grpcAddress);
        }
    }

    /// <summary>
    /// Says so to who asks for its health; lets clients of streams go, one after the other; takes in no more events, answers for those it took, delivers them, ends what streams are left, closes the
    /// connections, closes the journal. Each step is bounded: the first two by <c>shutdown_notice</c> and <c>shutdown_grace</c>, the others by about four seconds in all, and two more where a
    /// collector of telemetry does not answer.
    /// </summary>
    /// <param name="hurry">The first two steps end at once.</param>
    public async Task StopAsync(CancellationToken hurry = default)
    {
        health.State = ServerState.Stopping;
        Stopping(logger);
        // A reload that is under way makes haste, and none follows.
        await lineage.StopAsync();
        await reloading.WaitAsync(CancellationToken.None);
        await DrainAsync(hurry);
        if (grpc is not null)
        {
            await grpc.StopAsync();
        }
        // Side by side: who looks on need not make the end any later.
        var watching = dashboard?.StopAsync() ?? ValueTask.CompletedTask;
        await topology.StopAsync();
        await watching;
        using var closing = new CancellationTokenSource(ClosingTime);
        await web.StopAsync(closing.Token);
        await journal.DisposeAsync();
        await deadLetters.DisposeAsync();
        Stopped(logger);
        if (export is not null)
        {
            // The last that there is to tell, while what it tells of is still there.
            await export.FlushAsync();
        }
    }

    /// <summary>Goes on until those who send clients here have noticed, and then until its clients have left.</summary>
    private async Task DrainAsync(CancellationToken hurry)
    {
        var http = setup.Options.Http;
        if (http.ShutdownNotice > TimeSpan.Zero)
        {
            await Task.Delay(http.ShutdownNotice, settings.Time, hurry)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        if (http.ShutdownGrace > TimeSpan.Zero && !hurry.IsCancellationRequested)
        {
            await topology.DrainAsync(http.ShutdownGrace, hurry);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (dashboard is not null)
        {
            await dashboard.DisposeAsync();
        }
        topology.Dispose();
        lineage.Dispose();
        await journal.DisposeAsync();
        await deadLetters.DisposeAsync();
        readings.Dispose();
        if (export is not null)
        {
            await export.DisposeAsync();
        }
        await web.DisposeAsync();
        grpc?.Dispose();
        browser.Dispose();
        reloading.Dispose();
    }

    /// <summary>Beside a journal in files, places are kept in files too: they mean nothing without it.</summary>
    private static string? CursorFolder(JournalOptions options) =>
        options.Type == JournalType.File ? Path.Combine(options.Path, "cursors") : null;

    /// <summary>What is looked at whenever somebody asks for figures.</summary>
    private void Observe(Instruments instruments, FreshetOptions options)
    {
        instruments.Journal.Observe(() =>
        {
            var size = journal.Size;
            var damaged = (journal as FileJournal)?.Damaged ?? 0;
            return new(size.Entries, size.Bytes, damaged, journal.Fault is not null);
        });
        var logs = web.Services.GetServices<ILoggerProvider>().OfType<ConsoleLog>().ToList();
        instruments.ObserveLog(() => logs.Sum(log => log.Dropped));
        (string Port, TlsOptions? Tls)[] ports =
        [
            ("http", options.Http.Tls),
            ("grpc", options.Management.Grpc?.Tls),
        ];
        foreach (var (port, tls) in ports)
        {
            if (tls?.Expires is { } expires)
            {
                instruments.ObserveCertificate(port, expires);
            }
        }
    }

    private static IJournal NewJournal(
        JournalOptions options,
        ILoggerFactory loggers,
        TimeProvider time,
        JournalInstruments instruments
    ) =>
        options.Type switch
        {
            JournalType.Memory => new MemoryJournal(options.Retention, time),
            _ => new FileJournal(
                new FileJournalSettings(options),
                loggers.CreateLogger<FileJournal>(),
                time,
                instruments: instruments
            ),
        };

    private static WebApplication BuildWeb(
        HttpOptions http,
        GrpcPort? grpc,
        Action<ILoggingBuilder> logging,
        TimeProvider time
    )
    {
        // The empty builder: no setting reaches the server but those of Freshet's own configuration.
        var builder = WebApplication.CreateEmptyBuilder(new());
        logging(builder.Logging);
        builder.Services.AddRoutingCore().AddMetrics();
        builder.Services.AddCors(http.Cors);
        builder.Services.AddRequestTimeouts(timeouts =>
            timeouts.DefaultPolicy = new RequestTimeoutPolicy
            {
                Timeout = http.RequestTimeout,
                TimeoutStatusCode = StatusCodes.Status408RequestTimeout,
            }
        );
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().UseSocketTransport(time);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            Listen(kestrel, http);
            grpc?.Listen(kestrel);
        });
        return builder.Build();
    }

    private static void UseMiddleware(WebApplication app, HttpOptions http, TimeProvider time)
    {
        app.UseTrustedProxies(http.TrustedProxies);
        app.UseAccessLog(http.AccessLog, time);
        app.UseClientCertificateSubject(http.Tls);
        // What nobody answered with a text of its own, an unknown path or a wrong method, gets one.
        app.UseStatusCodePages(page =>
            Problem.AnswerAsync(
                page.HttpContext,
                page.HttpContext.Response.StatusCode,
                Explain(page.HttpContext)
            )
        );
        app.UseRouting();
        app.UseCors();
        app.UseRateLimit(http.RateLimit, time);
        app.UseRequestTimeouts();
    }

    private static string Explain(HttpContext http) =>
        http.Response.StatusCode switch
        {
            StatusCodes.Status404NotFound => "nothing answers at this path",
            StatusCodes.Status405MethodNotAllowed =>
                $"this path does not answer to {http.Request.Method}; allowed: {http.Response.Headers.Allow}",
            StatusCodes.Status408RequestTimeout => "the request took too long",
            _ => "the request cannot be answered",
        };

    private static void Listen(KestrelServerOptions kestrel, HttpOptions http)
    {
        kestrel.AddServerHeader = false;
        // Sources limit bodies themselves, and streams have a timeout of their own for slow readers.
        kestrel.Limits.MaxRequestBodySize = null;
        kestrel.Limits.MinResponseDataRate = null;
        // A peer that vanished does not say so, and to one that only watches nothing may be sent for hours.
        kestrel.Limits.Http2.KeepAlivePingDelay = PingDelay;
        ListenAddress.Listen(kestrel, http.Host, http.Port, Secure);

        void Secure(ListenOptions listen)
        {
            if (http.Tls is { } tls)
            {
                tls.Apply(listen);
            }
            else
            {
                listen.AllowDetaching();
            }
        }
    }

    [LoggerMessage(LogLevel.Information, "listening on {Address}")]
    private static partial void Listening(ILogger logger, string address);

    [LoggerMessage(LogLevel.Information, "gRPC on {Address}")]
    private static partial void ListeningForGrpc(ILogger logger, string address);

    [LoggerMessage(LogLevel.Information, "stopping: streams end, what was accepted is delivered")]
    private static partial void Stopping(ILogger logger);

    [LoggerMessage(LogLevel.Information, "stopped")]
    private static partial void Stopped(ILogger logger);
}
