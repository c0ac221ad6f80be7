using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Freshet.Tests.Journal;

/// <summary>A log that a test reads.</summary>
internal sealed class RecordedLog : ILogger
{
    private readonly ConcurrentQueue<string> lines = new();

    /// <summary>Level and message of each entry.</summary>
    public IReadOnlyCollection<string> Lines => lines;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter
    ) => lines.Enqueue($"{logLevel}: {formatter(state, exception)}");
}
