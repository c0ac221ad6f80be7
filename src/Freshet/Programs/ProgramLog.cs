using Freshet.Vrl.Runtime;
using Microsoft.Extensions.Logging;

namespace Freshet.Programs;

/// <summary>Writes what a program logs into Freshet's log, under the transformer's name.</summary>
internal sealed class ProgramLog(ILogger logger) : IVrlHost
{
    public void Log(string level, string message) =>
        logger.Log(
            level switch
            {
                "trace" => LogLevel.Trace,
                "debug" => LogLevel.Debug,
                "warn" => LogLevel.Warning,
                "error" => LogLevel.Error,
                _ => LogLevel.Information,
            },
            "{Message}",
            message
        );
}
