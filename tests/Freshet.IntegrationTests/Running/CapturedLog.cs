using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Freshet.IntegrationTests.Running;

/// <summary>The log of one server, kept for assertions: level, category, message and every value that came with it.</summary>
internal sealed class CapturedLog : ILoggerProvider
{
    private readonly ConcurrentQueue<string> lines = new();

    public IReadOnlyCollection<string> Lines => lines;

    /// <summary>Everything that was logged, a line an entry.</summary>
    public string Text => string.Join('\n', lines);

    /// <summary>Returns the first entry that has all the texts in it, once there is one.</summary>
    public async Task<string> Shows(params string[] texts)
    {
        string? found = null;
        await Eventually.Holds(
            () => (found = lines.FirstOrDefault(line => texts.All(line.Contains))) is not null,
            () => $"wanted: {string.Join(" … ", texts)}\n{Text}"
        );
        return found!;
    }

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void Dispose() { }

    private sealed class Logger(CapturedLog log, string category) : ILogger
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
        )
        {
            var values = state is IEnumerable<KeyValuePair<string, object?>> pairs
                ? string.Join(' ', pairs.Select(pair => $"{pair.Key}={pair.Value}"))
                : "";
            log.lines.Enqueue(
                $"{logLevel} {category} {formatter(state, exception)} {values} {exception}"
            );
        }
    }
}
