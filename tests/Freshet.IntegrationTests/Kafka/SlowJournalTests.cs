using System.Diagnostics.Metrics;
using System.Text;
using Confluent.Kafka;
using Freshet.Configuration;
using Freshet.Events;
using Freshet.IntegrationTests.Clients;
using Freshet.IntegrationTests.Running;
using Freshet.Pipelines;
using Freshet.Sources.Kafka;
using Freshet.Telemetry;
using Freshet.Toml;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Shouldly;
using Xunit;

namespace Freshet.IntegrationTests.Kafka;

/// <summary>A source whose journal takes its time, by itself.</summary>
public sealed class SlowJournalTests : IDisposable
{
    private const string Topic = "orders.placed";

    private readonly MockKafka kafka = MockKafka.Start((Topic, 1));
    private readonly CapturedLog log = new();
    private readonly ServiceProvider services;
    private readonly CancellationTokenSource stopping = new();

    public SlowJournalTests() =>
        services = new ServiceCollection()
            .AddMetrics()
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Debug).AddProvider(log))
            .BuildServiceProvider();

    public void Dispose()
    {
        kafka.Dispose();
        services.Dispose();
        stopping.Dispose();
    }

    [Fact]
    public async Task A_write_that_outlasts_the_patience_of_the_group_is_repeated_and_the_source_goes_on()
    {
        // The group's patience is five seconds here; librdkafka says when it is over.
        var journal = new Journal(first: () => log.Shows("librdkafka MAXPOLL"));
        var source = NewSource(journal);
        var running = source.RunAsync(stopping.Token);
        await SendAsync("{\"n\":1}");

        await log.Shows("lost 1 partitions");
        await Eventually.Holds(() => journal.Ids.Count >= 2);
        await SendAsync("{\"n\":2}");
        await Eventually.Holds(() => journal.Ids.Distinct().Count() == 2);

        journal.Ids[1].ShouldBe(journal.Ids[0], "it was not committed, and came again");
        await Eventually.Holds(() => source.Trouble is null);
        await stopping.CancelAsync();
        await Eventually.Comes(running);
    }

    [Fact]
    public async Task A_stop_does_not_wait_for_a_write_that_does_not_end()
    {
        var isWriting = new TaskCompletionSource();
        var journal = new Journal(first: () =>
        {
            isWriting.SetResult();
            return Task.Delay(Timeout.InfiniteTimeSpan, CancellationToken.None);
        });
        var running = NewSource(journal).RunAsync(stopping.Token);
        await SendAsync("{\"n\":1}");
        await Eventually.Comes(isWriting.Task);

        await stopping.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(Eventually.Comes(running));
    }

    private async Task SendAsync(string value)
    {
        using var producer = KafkaClient.NewProducer(kafka);
        var message = new Message<byte[]?, byte[]?> { Value = Encoding.UTF8.GetBytes(value) };
        await Eventually.Comes(producer.ProduceAsync(Topic, message));
    }

    private KafkaSource NewSource(Journal journal)
    {
        var diagnostics = new List<Diagnostic>();
        var table = TomlReader.Read(
            Encoding.UTF8.GetBytes(
                $$"""
                brokers = ["{{kafka.Address}}"]
                topics = ["{{Topic}}"]
                [properties]
                max.poll.interval.ms = 5000
                session.timeout.ms = 5000
                heartbeat.interval.ms = 200
                """
            ),
            "test",
            diagnostics
        );
        var options = new OptionsReader(diagnostics, _ => null).Read<KafkaSourceOptions>(table, "");
        diagnostics.ShouldBeEmpty();
        return new KafkaSource(
            options,
            new()
            {
                Name = "orders",
                Loggers = services.GetRequiredService<ILoggerFactory>(),
                Time = TimeProvider.System,
                Instruments = new Instruments(services.GetRequiredService<IMeterFactory>()),
                Output = journal,
                RootUrl = "http://localhost",
                MaxBatch = 100,
            }
        );
    }

    /// <summary>Takes each event at once, but for the first write.</summary>
    private sealed class Journal(Func<Task> first) : IEventWriter
    {
        private readonly Lock gate = new();
        private readonly List<string> ids = [];
        private int writes;

        /// <summary>The ids of what was written, in order.</summary>
        public IReadOnlyList<string> Ids
        {
            get
            {
                lock (gate)
                {
                    return [.. ids];
                }
            }
        }

        public ValueTask<WriteResult> WriteAsync(
            IReadOnlyList<Event> events,
            CancellationToken cancellation
        ) => throw new NotSupportedException();

        public async ValueTask<IReadOnlyList<RefusedEvent>> WriteEachAsync(
            int count,
            Func<int, Event> create,
            CancellationToken cancellation
        )
        {
            if (writes++ == 0)
            {
                await first().WaitAsync(cancellation);
            }
            lock (gate)
            {
                ids.AddRange(Enumerable.Range(0, count).Select(i => create(i).TransportId!));
            }
            return [];
        }
    }
}
