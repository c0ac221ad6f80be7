using System.Diagnostics.Metrics;
using System.Text;
using System.Text.Json.Nodes;
using Freshet.Events;
using Freshet.Journal;
using Freshet.Pipelines;
using Freshet.Telemetry;
using Freshet.Terraform;
using Freshet.Tests.Terraform;
using Freshet.Transformers.Drift;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Freshet.Tests.Transformers.Drift;

/// <summary>The transformer with a state that tests set, a journal in memory, and a clock that they move.</summary>
internal sealed class DriftRig : IDisposable
{
    private readonly ServiceProvider services = new ServiceCollection()
        .AddMetrics()
        .BuildServiceProvider();
    private readonly SourcePipeline pipeline;
    private readonly SourcePipeline output;
    private readonly CancellationTokenSource stopping = new();

    public DriftRig(DriftOptions? options = null, IJournal? journal = null)
    {
        var source = new StateSource(Live);
        var instruments = new Instruments(services.GetRequiredService<IMeterFactory>());
        options ??= new();
        options.State = new("shop", new("the test"));
        Transformer = new(
            options,
            new()
            {
                Name = "drift",
                RootUrl = "http://localhost",
                Loggers = NullLoggerFactory.Instance,
                Time = Time,
                Instruments = instruments,
                FindSource = name => name == Live.Name ? source : null,
            }
        );
        Journal = journal ?? new MemoryJournal(new(), Time);
        pipeline = new("audit", new([("drift", Transformer)], 1000), Journal, Time, instruments);
        output = new("drift", new([], 1000), Journal, Time, instruments);
    }

    public TimerTime Time { get; } = new();

    public LiveState Live { get; } = new("shop");

    public DriftTransformer Transformer { get; }

    public IJournal Journal { get; }

    public static byte[] Example { get; } =
        File.ReadAllBytes(
            Path.Combine(Repository.Root, "examples", "tfdrift", "terraform.tfstate")
        );

    public void Dispose()
    {
        stopping.Dispose();
        services.Dispose();
    }

    /// <summary>Gives it that state.</summary>
    /// <param name="replace">What is another in it than in the example.</param>
    /// <param name="with">What stands there.</param>
    /// <param name="isNew">Whether it follows on one that was known.</param>
    public void SetState(string replace = "", string with = "", bool isNew = true)
    {
        var text = Encoding.UTF8.GetString(Example);
        Live.Set(
            States.Read(
                Encoding.UTF8.GetBytes(
                    replace.Length == 0
                        ? text
                        : text.Replace(replace, with, StringComparison.Ordinal)
                )
            ),
            isNew ? Time.GetUtcNow() : null
        );
        Live.HasLooked();
    }

    /// <summary>A record of CloudTrail, of now unless it says otherwise.</summary>
    public string Suspend(
        string bucket = "shop-artifacts",
        DateTimeOffset? at = null,
        string id = "e-1",
        string agent = "aws-cli",
        string arn = "arn:aws:iam::1:user/ada"
    ) =>
        new JsonObject
        {
            ["eventName"] = "PutBucketVersioning",
            ["eventSource"] = "s3.amazonaws.com",
            ["eventID"] = id,
            ["eventTime"] = Rfc3339.Format(at ?? Time.GetUtcNow()),
            ["userAgent"] = agent,
            ["userIdentity"] = new JsonObject
            {
                ["type"] = "IAMUser",
                ["userName"] = "ada",
                ["arn"] = arn,
            },
            ["requestParameters"] = new JsonObject
            {
                ["bucketName"] = bucket,
                ["VersioningConfiguration"] = new JsonObject { ["Status"] = "Suspended" },
            },
        }.ToJsonString();

    /// <summary>Sends events on their way into the journal.</summary>
    public ValueTask<WriteResult> WriteAsync(params string[] bodies) =>
        pipeline.WriteAsync(
            [.. bodies.Select(body => new Event(Encoding.UTF8.GetBytes(body)))],
            TestContext.Current.CancellationToken
        );

    /// <summary>Lets it decide on what waits.</summary>
    public Task RunAsync(string? cursorFolder = null) =>
        Transformer.RunAsync(Journal, output, cursorFolder, stopping.Token);

    public Task StopAsync() => stopping.CancelAsync();

    /// <summary>The types of all events in the journal.</summary>
    public IEnumerable<string> Types => Entries().Select(entry => entry.Event.Type);

    /// <summary>What is told of drift.</summary>
    public List<JsonNode> Drifts =>
        [.. Entries().Where(entry => entry.Event.Type == "drift").Select(DataOf)];

    /// <summary>Returns once the journal has so many entries.</summary>
    public async Task HasAsync(long count)
    {
        using var reader = Journal.OpenReader(count - 1);
        await reader
            .WaitAsync(TestContext.Current.CancellationToken)
            .AsTask()
            .WaitAsync(TimeSpan.FromSeconds(30));
    }

    private static JsonNode DataOf(Entry entry) => JsonNode.Parse(entry.Event.Json.Span)!["data"]!;

    private List<Entry> Entries()
    {
        using var reader = Journal.OpenReader(0);
        var entries = new Entry[100];
        return [.. entries.Take(reader.Read(entries).Count)];
    }

    private sealed class StateSource(LiveState live) : ISource, IFollowsStates
    {
        public LiveState Live => live;

        public Task RunAsync(CancellationToken stopping) => Task.CompletedTask;
    }
}
