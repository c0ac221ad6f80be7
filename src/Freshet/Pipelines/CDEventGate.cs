using Freshet.Events;
using Freshet.Events.CDEvents;
using Freshet.Telemetry;
using Microsoft.Extensions.Logging;

namespace Freshet.Pipelines;

/// <summary>What happens to the wrong CDEvents of one source, and who is told of those that pass.</summary>
internal sealed partial class CDEventGate(
    string source,
    CDEventMode mode,
    ILogger logger,
    TimeProvider time,
    Instruments instruments
)
{
    /// <summary>A sender gets wrong each event that it sends: a line for each would be a flood.</summary>
    private static readonly TimeSpan BetweenLines = TimeSpan.FromSeconds(10);

    private readonly Lock gate = new();
    private long? lastLine;
    private long untold;

    public CDEventMode Mode => mode;

    /// <summary>Counts and logs an event that is in the journal now.</summary>
    public void Passed(EncodedEvent wrong, CDEventProblems problems)
    {
        instruments.WrongCDEvent(source);
        long before;
        lock (gate)
        {
            if (lastLine is { } last && time.GetElapsedTime(last) < BetweenLines)
            {
                untold++;
                return;
            }
            lastLine = time.GetTimestamp();
            (before, untold) = (untold, 0);
        }
        if (before > 0)
        {
            NotLogged(logger, source, before);
        }
        IsWrong(logger, source, wrong.Id, wrong.Type, problems.ToString());
    }

    [LoggerMessage(
        LogLevel.Warning,
        "{Source}: {Id} of type {Type} is no right CDEvent, and passes: {Problems}"
    )]
    private static partial void IsWrong(
        ILogger logger,
        string source,
        string id,
        string type,
        string problems
    );

    [LoggerMessage(
        LogLevel.Warning,
        "{Source}: {Count} more wrong CDEvents passed since the last line of this kind"
    )]
    private static partial void NotLogged(ILogger logger, string source, long count);
}
