using System.Diagnostics.Metrics;
using Freshet.Events;
using Freshet.Pipelines;
using Freshet.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Freshet.Tests.Sources.Kafka;

/// <summary>What a source is given, with a journal and dead letters that take what the test lets them take.</summary>
internal sealed class FakeContext : IEventWriter, IRefusedMessages, IDisposable
{
    private readonly ServiceProvider services = new ServiceCollection()
        .AddMetrics()
        .BuildServiceProvider();

    /// <summary>Called with each try to write; throws where the journal takes nothing, and says what is refused.</summary>
    public Func<int, IReadOnlyList<RefusedEvent>> OnWrite { get; set; } = _ => [];

    /// <summary>Called with each try to keep a dead letter; throws where it cannot be kept.</summary>
    public Action<RefusedMessage> OnRefuse { get; set; } = _ => { };

    /// <summary>What happened, in order.</summary>
    public List<string> History { get; } = [];

    public SourceContext ToSource(TimeProvider? time = null) =>
        new()
        {
            Name = "orders",
            Loggers = NullLoggerFactory.Instance,
            Time = time ?? new ManualTime(),
            Instruments = new Instruments(services.GetRequiredService<IMeterFactory>()),
            Output = this,
            RootUrl = "http://localhost",
            MaxBatch = 100,
            Refused = this,
        };

    public ValueTask<WriteResult> WriteAsync(
        IReadOnlyList<Event> events,
        CancellationToken cancellation
    ) => throw new NotSupportedException();

    public ValueTask<IReadOnlyList<RefusedEvent>> WriteEachAsync(
        int count,
        Func<int, Event> create,
        CancellationToken cancellation
    )
    {
        cancellation.ThrowIfCancellationRequested();
        History.Add($"write {count}");
        return ValueTask.FromResult(OnWrite(count));
    }

    public ValueTask AddAsync(RefusedMessage message, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        History.Add($"keep {message.Reason}");
        OnRefuse(message);
        return ValueTask.CompletedTask;
    }

    public void Dispose() => services.Dispose();
}
