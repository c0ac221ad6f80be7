using System.Net;
using System.Text;
using Freshet.IntegrationTests.Clients;
using Freshet.IntegrationTests.Running;
using Freshet.Tests;

namespace Freshet.IntegrationTests.Telemetry;

/// <summary>
/// A Freshet as a process of its own, with variables in a file. Spans and metrics are those of a whole process: within the tests' they would be those of all tests that run at the time.
/// </summary>
internal sealed class TracedProcess : IAsyncDisposable
{
    private readonly TemporaryFolder folder;
    private readonly HttpClient http = new() { Timeout = Eventually.Limit };

    private TracedProcess(FreshetProcess process, TemporaryFolder folder) =>
        (Process, this.folder) = (process, folder);

    public FreshetProcess Process { get; }

    /// <summary>Its log.</summary>
    public string Errors => Process.Errors;

    /// <summary>Starts it, exporting to the collector without delay.</summary>
    public static Task<TracedProcess> StartAsync(
        OtlpCollector collector,
        string toml,
        params (string Name, string Value)[] variables
    ) =>
        StartAsync(
            toml,
            [
                ("OTEL_EXPORTER_OTLP_ENDPOINT", $"{collector.Address}"),
                ("OTEL_BSP_SCHEDULE_DELAY", "50"),
                ("OTEL_BLRP_SCHEDULE_DELAY", "50"),
                ("OTEL_METRIC_EXPORT_INTERVAL", "100"),
                .. variables,
            ]
        );

    /// <summary>Starts it with these variables.</summary>
    public static async Task<TracedProcess> StartAsync(
        string toml,
        params (string Name, string Value)[] variables
    )
    {
        var files = new TemporaryFolder();
        var configuration = Path.Combine(files.Path, "freshet.toml");
        var environment = Path.Combine(files.Path, "variables");
        await File.WriteAllTextAsync(configuration, toml);
        await File.WriteAllLinesAsync(
            environment,
            variables.Select(variable => $"{variable.Name}='{variable.Value}'")
        );
        List<string> arguments = ["--config", configuration, "--env-file", environment];
        if (!toml.Contains("[dead_letters]", StringComparison.Ordinal))
        {
            arguments.AddRange(["--set", $"dead_letters.path={files.Path}/letters"]);
        }
        if (toml.Contains("[journal]", StringComparison.Ordinal))
        {
            // Otherwise the process keeps it in memory.
            arguments.AddRange(["--set", "journal.type=file"]);
        }
        return new(await FreshetProcess.StartAsync([.. arguments]), files);
    }

    /// <summary>Sends an event to the webhook, and returns its id.</summary>
    public async Task<Answer> PostAsync(
        string content,
        params (string Name, string Value)[] headers
    ) =>
        await Answer.ReadAsync(
            http,
            new HttpRequestMessage(HttpMethod.Post, new Uri(Process.Address, "/webhook/hook"))
            {
                Content = new StringContent(content, Encoding.UTF8, "application/json"),
                Version = HttpVersion.Version11,
            },
            headers
        );

    /// <summary>The answer at a path.</summary>
    public Task<Answer> GetAsync(string path, params (string Name, string Value)[] headers) =>
        Answer.ReadAsync(
            http,
            new HttpRequestMessage(HttpMethod.Get, new Uri(Process.Address, path)),
            headers
        );

    /// <summary>Opens its stream.</summary>
    public Task<SseClient> ListenAsync(params (string Name, string Value)[] headers)
    {
        http.BaseAddress ??= Process.Address;
        return SseClient.OpenAsync(http, "/sse/events", headers);
    }

    /// <summary>Stops it as a signal would.</summary>
    public async Task<int> StopAsync()
    {
        Process.Signal(FreshetProcess.Terminate);
        return await Process.ExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await Process.DisposeAsync();
        folder.Dispose();
    }
}
