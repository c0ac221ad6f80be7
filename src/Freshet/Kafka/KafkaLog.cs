using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Freshet.Kafka;

/// <summary>What librdkafka logs, in the log of the component that it works for.</summary>
internal static partial class KafkaLog
{
    /// <summary>Its own words on what goes on, as debug entries: what an operator must know the component says itself, once.</summary>
    public static void Tell(ILogger logger, string component, LogMessage message)
    {
        if (message.Level <= SyslogLevel.Warning && message.Facility == "OFFSET")
        {
            // What comes next was deleted, or never was: this is the only word on messages that are missing.
            Skips(logger, component, message.Message);
        }
        else if (message.Level <= SyslogLevel.Critical)
        {
            Worse(logger, component, message.Facility, message.Message);
        }
        else
        {
            Said(logger, component, message.Facility, message.Message);
        }
    }

    [LoggerMessage(LogLevel.Debug, "{Component}: librdkafka {Facility}: {Message}")]
    private static partial void Said(
        ILogger logger,
        string component,
        string facility,
        string message
    );

    [LoggerMessage(
        LogLevel.Warning,
        "{Component}: the place to go on from is not there any more, and messages may be missing: {Message}"
    )]
    private static partial void Skips(ILogger logger, string component, string message);

    [LoggerMessage(LogLevel.Error, "{Component}: librdkafka {Facility}: {Message}")]
    private static partial void Worse(
        ILogger logger,
        string component,
        string facility,
        string message
    );
}
