using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Freshet.Hosting;
using Freshet.Hosting.Reloading;
using Freshet.IntegrationTests.Clients;
using Freshet.Pipelines;
using Freshet.Pipelines.Letters;
using Freshet.Tests;
using Freshet.Toml;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Shouldly;

namespace Freshet.IntegrationTests.Running;

/// <summary>The real server inside the test's process: a free port of 127.0.0.1, the real clock, its log kept.</summary>
internal sealed class FreshetServer : IAsyncDisposable
{
    /// <summary>One webhook and one stream, as the built-in profile has them.</summary>
    public const string WebhookAndStream = """
        [sources.hook.extractor]
        type = "webhook"
        id = "hook"

        [sinks.events]
        type = "sse"
        id = "events"

        """;

    private readonly Server server;
    private readonly Func<string, Setup> read;
    private readonly TemporaryFolder letters;
    private bool isStopped;

    private FreshetServer(
        Server server,
        Func<string, Setup> read,
        TemporaryFolder letters,
        IReadOnlyList<Diagnostic> diagnostics,
        CapturedLog log
    )
    {
        this.server = server;
        this.read = read;
        this.letters = letters;
        Diagnostics = diagnostics;
        Log = log;
        Address = new Uri(server.Addresses.ShouldHaveSingleItem());
        Http = new HttpClient(
            new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }
        )
        {
            BaseAddress = Address,
            Timeout = Eventually.Limit,
        };
    }

    public Uri Address { get; }

    /// <summary>Where it serves gRPC.</summary>
    public Uri GrpcAddress => new(server.GrpcAddress.ShouldNotBeNull());

    public IPEndPoint EndPoint => new(IPAddress.Loopback, Address.Port);

    /// <summary>What was doubtful in its configuration.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics { get; }

    public CapturedLog Log { get; }

    /// <summary>Its dead letters, where the configuration says nothing of them.</summary>
    public DeadLetterFolder DeadLetters => new(letters.Path);

    /// <summary>A client of this server that adds nothing to what it is told to send.</summary>
    public HttpClient Http { get; }

    /// <summary>What its sources say of themselves.</summary>
    public IEnumerable<IReporting> Sources =>
        server.Topology.Sources.Select(pair => pair.Source).OfType<IReporting>();

    /// <summary>What its sinks say of themselves.</summary>
    public IEnumerable<IReporting> Sinks =>
        server.Topology.Sinks.Select(pair => pair.Sink).OfType<IReporting>();

    /// <summary>What it answers over HTTP: paths and their methods.</summary>
    public IEnumerable<(string Path, string Method)> Routes =>
        from endpoint in server.Endpoints.Endpoints.OfType<RouteEndpoint>()
        from method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods
        select (endpoint.RoutePattern.RawText!, method);

    /// <summary>Whether a component broke.</summary>
    public bool HasFailed => server.HasFailed;

    /// <summary>Starts a server; configuration with an error fails the test.</summary>
    /// <param name="toml">The configuration; host and port are overridden.</param>
    /// <param name="catalog">The types of components, those compiled in where null.</param>
    /// <param name="environment">The environment variables that it sees; none by default.</param>
    /// <param name="time">Its clock, the system's where null.</param>
    public static async Task<FreshetServer> StartAsync(
        string toml = WebhookAndStream,
        ComponentCatalog? catalog = null,
        IReadOnlyDictionary<string, string>? environment = null,
        TimeProvider? time = null
    )
    {
        var folder = new TemporaryFolder();
        List<string> settings = ["http.host=127.0.0.1", "http.port=0"];
        // Nothing is left behind where the tests run; who wants it elsewhere says where.
        if (!toml.Contains("[journal]", StringComparison.Ordinal))
        {
            settings.Add("journal.type=memory");
        }
        if (!toml.Contains("[dead_letters]", StringComparison.Ordinal))
        {
            settings.Add($"dead_letters.path={folder.Path}");
        }
        var setup = Read(toml);
        setup.HasErrors.ShouldBeFalse(
            string.Join('\n', setup.Diagnostics.Select(diagnostic => diagnostic.Render()))
        );
        var log = new CapturedLog();
        var started = new Server(
            setup,
            logging => logging.SetMinimumLevel(LogLevel.Debug).AddProvider(log),
            time ?? TimeProvider.System
        );
        await started.StartAsync(CancellationToken.None);
        return new(started, Read, folder, setup.Diagnostics, log);

        Setup Read(string text) =>
            Setup.Read(
                new()
                {
                    Base = new("the test", Encoding.UTF8.GetBytes(text)),
                    Environment = environment ?? new Dictionary<string, string>(),
                    Settings = settings,
                },
                catalog ?? Components.Catalog
            );
    }

    /// <summary>Runs another configuration from now on, of which host, port and what else the test did not say are the same.</summary>
    public Task<ReloadReport> ReloadAsync(string toml) =>
        Eventually.Comes(server.ReloadAsync(read(toml)));

    /// <summary>The same, which must be taken.</summary>
    public async Task ReloadToAsync(string toml) =>
        (await ReloadAsync(toml)).ShouldSatisfyAllConditions(
            report => report.Obstacles.ShouldBeEmpty(),
            report => report.Outcome.ShouldBe(ReloadOutcome.Applied)
        );

    /// <summary>POSTs JSON to a webhook.</summary>
    public async Task<Answer> PostAsync(
        string content,
        string path = "/webhook/hook",
        string mediaType = "application/json",
        params (string Name, string Value)[] headers
    ) => await PostAsync(Encoding.UTF8.GetBytes(content), path, mediaType, headers);

    /// <summary>POSTs bytes to a webhook.</summary>
    public Task<Answer> PostAsync(
        byte[] content,
        string path = "/webhook/hook",
        string mediaType = "application/json",
        params (string Name, string Value)[] headers
    )
    {
        var body = new ByteArrayContent(content);
        body.Headers.ContentType = new MediaTypeHeaderValue(mediaType);
        return SendAsync(HttpMethod.Post, path, body, headers);
    }

    /// <summary>Sends a request and reads the whole answer.</summary>
    public Task<Answer> SendAsync(
        HttpMethod method,
        string path,
        HttpContent? content = null,
        params (string Name, string Value)[] headers
    ) =>
        Answer.ReadAsync(Http, new HttpRequestMessage(method, path) { Content = content }, headers);

    /// <summary>Opens a stream; returns once its head is here.</summary>
    public Task<SseClient> ListenAsync(
        string path = "/sse/events",
        params (string Name, string Value)[] headers
    ) => SseClient.OpenAsync(Http, path, headers);

    /// <summary>Stops it as a signal would.</summary>
    public async Task StopAsync()
    {
        isStopped = true;
        await Eventually.Comes(server.StopAsync());
    }

    /// <summary>Stops it as a signal would, and a second one when the test cancels this.</summary>
    public async Task StopInHurryAsync(CancellationTokenSource second)
    {
        isStopped = true;
        await Eventually.Comes(server.StopAsync(second.Token));
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (!isStopped)
        {
            await StopAsync();
        }
        await server.DisposeAsync();
        letters.Dispose();
    }
}
