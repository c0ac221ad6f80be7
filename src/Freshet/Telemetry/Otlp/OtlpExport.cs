using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Freshet.Telemetry.Otlp;

/// <summary>
/// Sends metrics, traces and logs to a collector, in batches of the SDK's own threads: what finds no room in their queues is dropped, and nothing waits for the collector, but the end of the process, for
/// <see cref="EndingTime"/>. Neither this nor the SDK is loaded where no variable asks for it.
/// </summary>
internal sealed partial class OtlpExport : IAsyncDisposable
{
    /// <summary>How long the end waits for the last batches to be taken.</summary>
    public static readonly TimeSpan EndingTime = TimeSpan.FromSeconds(2);

    private const string ServiceName = "freshet";

    /// <summary>As far as the log on standard error takes texts in.</summary>
    private static readonly string LongestText = $"{LogText.MaxLength}";

    private readonly OtlpSettings settings;
    private readonly TimeProvider time;
    private readonly TracerProvider? tracer;
    private readonly MeterProvider? meter;
    private readonly ServiceProvider? logs;
    private OtlpTroubles? troubles;

    public OtlpExport(OtlpSettings settings, TimeProvider time)
    {
        (this.settings, this.time) = (settings, time);
        var instance = Guid.CreateVersion7(time.GetUtcNow()).ToString();
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new("OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT", LongestText)])
            .AddInMemoryCollection(settings.Variables!)
            .Build();
        if (settings.Traces is { } traces)
        {
            tracer = Sdk.CreateTracerProviderBuilder()
                .ConfigureServices(Configure)
                .SetResourceBuilder(Resource())
                .AddSource(Tracing.SourceName)
                .AddOtlpExporter(options => Direct(options, traces))
                .Build();
        }
        if (settings.Metrics is { } metrics)
        {
            meter = Sdk.CreateMeterProviderBuilder()
                .ConfigureServices(Configure)
                .SetResourceBuilder(Resource())
                // Those whose tags are few, whatever clients send.
                .AddMeter(
                    Instruments.MeterName,
                    "System.Runtime",
                    "Microsoft.AspNetCore.Hosting",
                    "Microsoft.AspNetCore.Server.Kestrel"
                )
                .AddOtlpExporter(options => Direct(options, metrics))
                .Build();
        }
        if (settings.Logs is { } destination)
        {
            var services = new ServiceCollection();
            services.AddLogging(logging =>
                logging.AddOpenTelemetry(options =>
                {
                    options.IncludeFormattedMessage = true;
                    options.SetResourceBuilder(Resource());
                    options.AddOtlpExporter(exporter => Direct(exporter, destination));
                })
            );
            Configure(services);
            logs = services.BuildServiceProvider();
        }

        void Configure(IServiceCollection services) =>
            services.AddSingleton<IConfiguration>(configuration);

        ResourceBuilder Resource() =>
            ResourceBuilder
                .CreateEmpty()
                .AddService(
                    ServiceName,
                    serviceVersion: typeof(OtlpExport).Assembly.GetName().Version!.ToString(3),
                    serviceInstanceId: instance
                )
                .AddTelemetrySdk()
                // Last, so that OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES win.
                .AddEnvironmentVariableDetector();
    }

    /// <summary>Has what the server's loggers let pass exported too.</summary>
    public void AddTo(ILoggingBuilder logging)
    {
        foreach (var provider in logs?.GetServices<ILoggerProvider>() ?? [])
        {
            // Given as it is, it stays ours to end: the last entries of the server come behind its loggers' end.
            logging.AddProvider(provider);
        }
    }

    /// <summary>Tells where it all goes, and from now on when the collector takes nothing.</summary>
    public void TellTroubles(ILogger logger)
    {
        troubles = new(logger, settings.Mask, time);
        Begins(logger, settings);
    }

    /// <summary>Sends what there is, the metrics as they stand now among it. Returns once it was taken, or after <see cref="EndingTime"/>.</summary>
    public Task FlushAsync()
    {
        var milliseconds = (int)EndingTime.TotalMilliseconds;
        return BoundAsync(
            () => tracer?.ForceFlush(milliseconds),
            () => meter?.ForceFlush(milliseconds),
            () => logs?.GetRequiredService<LoggerProvider>().ForceFlush(milliseconds)
        );
    }

    public async ValueTask DisposeAsync()
    {
        // There is a last try in each of these, of what was told since the flush.
        await BoundAsync(() => tracer?.Dispose(), () => meter?.Dispose(), () => logs?.Dispose());
        troubles?.Dispose();
    }

    /// <summary>Each of these blocks, and some of them longer than they are told to: a collector that does not answer is left behind.</summary>
    private async Task BoundAsync(params Action[] steps)
    {
        var all = Task.WhenAll(steps.Select(Task.Run));
        try
        {
            await all.WaitAsync(EndingTime, time);
        }
        catch (TimeoutException)
        {
            troubles?.Tell($"it took nothing for {EndingTime.TotalSeconds} s");
        }
    }

    private static void Direct(OtlpExporterOptions options, OtlpDestination destination)
    {
        options.Endpoint = destination.Endpoint;
        options.Protocol = destination.IsGrpc
            ? OtlpExportProtocol.Grpc
            : OtlpExportProtocol.HttpProtobuf;
        options.Headers = destination.Headers;
    }

    [LoggerMessage(LogLevel.Information, "telemetry is exported by OTLP: {Destinations}")]
    private static partial void Begins(ILogger logger, OtlpSettings destinations);
}
