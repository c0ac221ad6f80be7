using Freshet.Sources.Kafka;
using Freshet.Tests.Configuration;
using Microsoft.Extensions.Logging;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Sources.Kafka;

public sealed class KafkaSourceTests : IDisposable
{
    private readonly FakeContext context = new();
    private readonly TemporaryFolder folder = new();

    public void Dispose()
    {
        context.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task What_it_needs_and_has_gone_since_it_was_configured_is_told_and_tried_again()
    {
        var certificates = Directory.CreateDirectory(Path.Combine(folder.Path, "certificates"));
        var source = new KafkaSource(
            Read($"security.protocol = \"ssl\"\nssl.ca.location = '{certificates.FullName}'"),
            context.ToSource() with
            {
                Loggers = new FirstError(out var told),
                Time = new TimerTime(),
            }
        );
        certificates.Delete();
        using var stopping = new CancellationTokenSource();

        var running = source.RunAsync(stopping.Token);

        var line = await told.WaitAsync(
            TimeSpan.FromSeconds(30),
            TestContext.Current.CancellationToken
        );
        line.ShouldStartWith("orders: the consumer ended: ssl.ca.location failed");
        source.Trouble.ShouldNotBeNull().ShouldStartWith("ssl.ca.location failed");
        running.IsCompleted.ShouldBeFalse();
        await stopping.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(running);
    }

    [Theory]
    [InlineData("bootstrap.servers = \"a:1\"", "bootstrap.servers")]
    [InlineData("metadata.broker.list = \"a:1\"", "metadata.broker.list")]
    [InlineData("group.id = \"g\"", "group.id")]
    [InlineData("auto.offset.reset = \"latest\"", "auto.offset.reset")]
    [InlineData("enable.auto.offset.store = true", "enable.auto.offset.store")]
    [InlineData("enable.auto.commit = false", "enable.auto.commit")]
    [InlineData("enable.partition.eof = true", "enable.partition.eof")]
    [InlineData("offset.store.method = \"file\"", "offset.store.method")]
    public void What_keeps_messages_safe_cannot_be_set_otherwise(string property, string name) =>
        Configured(property)
            .Mistakes<KafkaSourceOptions>()
            .ShouldHaveSingleItem()
            .ShouldEndWith($" the property {name} is set by Freshet");

    private static KafkaSourceOptions Read(string properties) =>
        Configured(properties).Read<KafkaSourceOptions>();

    private static Loaded Configured(string properties) =>
        Loaded.From($"brokers = \"127.0.0.1:1\"\ntopics = \"orders\"\n[properties]\n{properties}");

    /// <summary>A log that waits for the first error.</summary>
    private sealed class FirstError : ILoggerFactory, ILogger
    {
        private readonly TaskCompletionSource<string> told = new(
            TaskCreationOptions.RunContinuationsAsynchronously
        );

        public FirstError(out Task<string> error) => error = told.Task;

        public ILogger CreateLogger(string categoryName) => this;

        public void AddProvider(ILoggerProvider provider) { }

        public void Dispose() { }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        )
        {
            if (logLevel == LogLevel.Error)
            {
                told.TrySetResult(formatter(state, exception));
            }
        }
    }
}
