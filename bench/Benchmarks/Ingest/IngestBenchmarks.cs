using System.Diagnostics.Metrics;
using System.Text;
using BenchmarkDotNet.Attributes;
using Freshet.Events;
using Freshet.Events.CDEvents;
using Freshet.Journal;
using Freshet.Pipelines;
using Freshet.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Freshet.Benchmarks.Ingest;

/// <summary>What one event costs from its text to a journal in memory: to check and take over its JSON, to recognise it, to store it.</summary>
[MemoryDiagnoser]
public class IngestBenchmarks
{
    private const int Batch = 1000;

    private readonly ReadOnlyMemory<byte> metadata = Encoding.UTF8.GetBytes(
        """{"context":{"source":"http://127.0.0.1:8080?source=ci"},"team":"platform"}"""
    );
    private readonly EventRecogniser recogniser = new(
        TimeProvider.System,
        cdevents: CDEventMode.Off
    );
    private readonly EventRecogniser checking = new(
        TimeProvider.System,
        cdevents: CDEventMode.Check
    );
    private ServiceProvider services = null!;
    private SourcePipeline pipeline = null!;
    private ReadOnlyMemory<byte> text;
    private long id;

    [Params("plain", "cloudevent", "cdevent", "cdevent in cloudevent")]
    public string Format { get; set; } = "";

    [GlobalSetup]
    public void Begin()
    {
        services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var instruments = new Instruments(services.GetRequiredService<IMeterFactory>());
        pipeline = new SourcePipeline(
            "ci",
            new TransformerChain([], Batch),
            new MemoryJournal(new RetentionOptions(), TimeProvider.System),
            TimeProvider.System,
            instruments,
            new("ci", CDEventMode.Check, NullLogger.Instance, TimeProvider.System, instruments)
        );
        text = Next();
    }

    [GlobalCleanup]
    public void End() => services.Dispose();

    [Benchmark]
    public int Read() => JsonText.Read(text).Json.Length;

    [Benchmark]
    public string Recognise() => recogniser.Recognise(new Event(text, metadata)).Event!.Id;

    /// <summary>The same, and whether it is a CDEvent as the specification has it.</summary>
    [Benchmark]
    public string RecogniseAndCheck() => checking.Recognise(new Event(text, metadata)).Event!.Id;

    [Benchmark]
    public async Task<int> WriteOne()
    {
        var written = await pipeline.WriteAsync([Take(Next())], CancellationToken.None);
        return written.Ids.Count;
    }

    [Benchmark(OperationsPerInvoke = Batch)]
    public async Task<int> WriteBatch()
    {
        var events = new Event[Batch];
        for (var i = 0; i < events.Length; i++)
        {
            events[i] = Take(Next());
        }
        var written = await pipeline.WriteAsync(events, CancellationToken.None);
        return written.Ids.Count;
    }

    private Event Take(ReadOnlyMemory<byte> json) => new(JsonText.Read(json).Json, metadata);

    /// <summary>An event that was not there yet.</summary>
    private byte[] Next()
    {
        var next = $"{id++:x16}";
        return Encoding.UTF8.GetBytes(
            Format switch
            {
                "cloudevent" =>
                    $$$"""{"specversion":"1.0","id":"{{{next}}}","source":"/builds","type":"com.example.build.finished","time":"2026-01-02T03:04:05Z","data":{"repository":"freshet","branch":"main","duration":12.5,"steps":[1,2,3],"ok":true}}""",
                "cdevent in cloudevent" =>
                    $$$$$"""{"specversion":"1.0","id":"{{{{{next}}}}}","source":"https://ci.example.com/builds","type":"dev.cdevents.build.finished.0.2.0","subject":"build-456","time":"2026-01-02T03:04:05Z","data":{"context":{"version":"0.4.1","id":"{{{{{next}}}}}","source":"https://ci.example.com/builds","type":"dev.cdevents.build.finished.0.2.0","timestamp":"2026-01-02T03:04:05Z"},"subject":{"id":"build-456","type":"build","content":{"artifactId":"pkg:oci/freshet@sha256%3Aabc"}}}}""",
                "cdevent" =>
                    $$$$"""{"context":{"version":"0.4.1","id":"{{{{next}}}}","source":"https://ci.example.com/builds","type":"dev.cdevents.build.finished.0.2.0","timestamp":"2026-01-02T03:04:05Z"},"subject":{"id":"build-456","type":"build","content":{"artifactId":"pkg:oci/freshet@sha256:abc"}}}""",
                _ =>
                    $$"""{"build":"{{next}}","repository":"freshet","branch":"main","duration":12.5,"steps":[1,2,3],"ok":true,"message":"all tests passed on both of the machines that there are"}""",
            }
        );
    }
}
