using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Threading.Channels;
using Freshet.Journal;
using Freshet.Pipelines;
using Freshet.Pipelines.Batching;
using Freshet.Telemetry;
using Freshet.Telemetry.Readings;
using Freshet.Tests.Journal;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Freshet.Tests.Pipelines.Batching;

/// <summary>One try of a sink.</summary>
internal sealed record Attempt(IReadOnlyList<Outgoing> Batch, DateTimeOffset At)
{
    public string Ids => string.Join(' ', Batch.Select(item => item.Id));
}

internal sealed class RigOptions : BatchOptions;

/// <summary>A sink whose deliveries a test decides, and what it stands on.</summary>
internal sealed class SinkRig : IAsyncDisposable, IDeadLetters, ILoggerProvider
{
    private static readonly TimeSpan Watchdog = TimeSpan.FromSeconds(30);

    private readonly ServiceProvider services = new ServiceCollection()
        .AddMetrics()
        .BuildServiceProvider();
    private readonly Channel<Attempt> attempts = Channel.CreateUnbounded<Attempt>();
    private readonly Channel<DeadLetter> letters = Channel.CreateUnbounded<DeadLetter>();
    private readonly LoggerFactory loggers;
    private MemoryJournal? own;
    private MemoryJournal? journal;
    private CancellationTokenSource stopping = new();
    private Task running = Task.CompletedTask;

    public SinkRig()
    {
        loggers = new([this]);
        Instruments = new(services.GetRequiredService<IMeterFactory>());
        Meter = new(Instruments.Meter);
    }

    private Instruments Instruments { get; }

    /// <summary>What it counted.</summary>
    public MeterReader Meter { get; }

    public JumpingTime Time { get; init; } = new();

    public RetentionOptions Retention { get; } = new();

    public RigOptions Options { get; } = new() { Start = SinkStart.Oldest };

    public TransformerChain Transformers { get; set; } = new([], 100);

    public MemoryJournal Journal
    {
        get => journal ??= own = new(Retention, Time);
        set => journal = value;
    }

    public string? CursorFolder { get; init; }

    public ConcurrentQueue<(LogLevel Level, string Text)> Log { get; } = [];

    /// <summary>What becomes of a try.</summary>
    public Func<Attempt, CancellationToken, ValueTask<Delivery>> Deliver { get; set; } =
        (_, _) => new(Delivery.Done);

    /// <summary>How often dead letters cannot be kept.</summary>
    public int LetterFailures { get; set; }

    public Task Running => running;

    public void Answer(Func<Attempt, Delivery> answer) =>
        Deliver = (attempt, _) => new(answer(attempt));

    public async Task AppendAsync(params IEnumerable<int> ids) =>
        await Journal.AppendAsync(SampleEvents.Encoded(ids), TestContext.Current.CancellationToken);

    public void Start()
    {
        stopping = new();
        running = NewSink().RunAsync(Journal, stopping.Token);
    }

    /// <summary>The sink as a process that ends has it.</summary>
    public Drain OpenDrain() => NewSink().OpenDrain(Journal);

    /// <summary>The ids of the batch of the next try.</summary>
    public async Task<string> NextAsync() => (await NextAttemptAsync()).Ids;

    public async Task<Attempt> NextAttemptAsync() =>
        await attempts.Reader.ReadAsync().AsTask().WaitAsync(Watchdog);

    public async Task<DeadLetter> NextLetterAsync() =>
        await letters.Reader.ReadAsync().AsTask().WaitAsync(Watchdog);

    /// <summary>A letter that is there already; null where there is none.</summary>
    public DeadLetter? TryNextLetter() => letters.Reader.TryRead(out var letter) ? letter : null;

    /// <summary>Tells it to stop, and does not wait.</summary>
    public void BeginStop() => stopping.Cancel();

    public async Task StopAsync()
    {
        await stopping.CancelAsync();
        await running.WaitAsync(Watchdog);
    }

    /// <summary>The tries that nobody has asked for.</summary>
    public IReadOnlyList<string> Rest()
    {
        var rest = new List<string>();
        while (attempts.Reader.TryRead(out var attempt))
        {
            rest.Add(attempt.Ids);
        }
        return rest;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        stopping.Dispose();
        Meter.Dispose();
        if (own is not null)
        {
            await own.DisposeAsync();
        }
        loggers.Dispose();
        await services.DisposeAsync();
    }

    ValueTask IDeadLetters.AddAsync(DeadLetter letter, CancellationToken cancellation)
    {
        if (LetterFailures > 0)
        {
            LetterFailures--;
            throw new JournalUnavailableException("no room");
        }
        letters.Writer.TryWrite(letter);
        return default;
    }

    ILogger ILoggerProvider.CreateLogger(string categoryName) => new Logger(Log);

    void IDisposable.Dispose() { }

    private Sink NewSink() =>
        new(
            this,
            new()
            {
                Name = "out",
                Loggers = loggers,
                Time = Time,
                Instruments = Instruments,
                RootUrl = "http://localhost:8080",
                Transformers = Transformers,
                CursorFolder = CursorFolder,
                DeadLetters = this,
            }
        );

    private sealed class Sink(SinkRig rig, SinkContext context) : BatchSink(rig.Options, context)
    {
        protected override async ValueTask<Delivery> DeliverAsync(
            IReadOnlyList<Outgoing> batch,
            CancellationToken cancellation
        )
        {
            var attempt = new Attempt(batch, rig.Time.GetUtcNow());
            rig.attempts.Writer.TryWrite(attempt);
            return await rig.Deliver(attempt, cancellation);
        }
    }

    private sealed class Logger(ConcurrentQueue<(LogLevel, string)> log) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        ) => log.Enqueue((logLevel, formatter(state, exception)));
    }
}
