using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Freshet.Telemetry;

/// <summary>The log on standard error: one entry a line, written by a thread of its own so that logging never waits.</summary>
internal sealed class ConsoleLog : ILoggerProvider
{
    private readonly LogFormat format;
    private readonly TimeProvider time;
    private readonly bool coloured;
    private readonly LogQueue queue;

    public ConsoleLog(
        LogFormat format,
        TimeProvider time,
        TextWriter output,
        bool coloured,
        int capacity = LogQueue.DefaultCapacity
    )
    {
        this.format = format;
        this.time = time;
        this.coloured = coloured;
        queue = new LogQueue(output, DescribeDropped, capacity);
    }

    /// <summary>How many entries were dropped since the start.</summary>
    public long Dropped => queue.Dropped;

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    /// <summary>Writes what is waiting.</summary>
    public void Dispose() => queue.Dispose();

    private string Format(LogLine line) =>
        format == LogFormat.Json ? line.ToJson() : line.ToText(coloured);

    private string DescribeDropped(long count) =>
        Format(
            new LogLine(
                time.GetUtcNow(),
                LogLevel.Warning,
                typeof(ConsoleLog).FullName!,
                $"dropped {count} log entries that could not be written in time",
                null,
                [],
                null
            )
        );

    private sealed class Logger(ConsoleLog log, string category) : ILogger
    {
        private const string TemplateKey = "{OriginalFormat}";

        // Scopes carry a web request's ids on every line; what an entry is about is said by the entry itself.
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        // The filter stands before every provider.
        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        )
        {
            if (!IsEnabled(logLevel))
            {
                return;
            }
            string? template = null;
            var fields = new List<KeyValuePair<string, object?>>();
            if (state is IReadOnlyList<KeyValuePair<string, object?>> pairs)
            {
                foreach (var pair in pairs)
                {
                    if (string.Equals(pair.Key, TemplateKey, StringComparison.Ordinal))
                    {
                        template = pair.Value as string;
                    }
                    else
                    {
                        fields.Add(pair);
                    }
                }
            }
            var message = formatter(state, exception);
            log.queue.Add(
                log.Format(
                    new LogLine(
                        log.time.GetUtcNow(),
                        logLevel,
                        category,
                        message,
                        template,
                        fields,
                        exception,
                        Activity.Current?.Context ?? default
                    )
                )
            );
        }
    }
}

internal static class ConsoleLogRegistration
{
    /// <summary>
    /// Logs what the filter allows to <paramref name="output"/>, <see cref="Console.Error"/> outside tests. Colour is used where that is a
    /// terminal and <c>NO_COLOR</c> is unset or empty (no-color.org).
    /// </summary>
    internal static ILoggingBuilder AddFreshetConsole(
        this ILoggingBuilder logging,
        LogFilter filter,
        LogFormat format,
        TimeProvider time,
        TextWriter output
    )
    {
        var coloured =
            ReferenceEquals(output, Console.Error)
            && !Console.IsErrorRedirected
            && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        // By a factory, so that the container owns the log and writes what is waiting when it ends.
        logging.Services.AddSingleton<ILoggerProvider>(_ => new ConsoleLog(
            format,
            time,
            output,
            coloured
        ));
        filter.Apply(logging);
        return logging;
    }
}
