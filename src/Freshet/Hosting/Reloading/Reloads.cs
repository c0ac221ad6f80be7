using System.Threading.Channels;
using Freshet.Configuration;
using Microsoft.Extensions.Logging;

namespace Freshet.Hosting.Reloading;

/// <summary>Reads the configuration again when somebody asks for that. Who asks while it is being done has it done once more, and once only, however many ask.</summary>
/// <param name="first">The configuration that runs.</param>
/// <param name="read">Reads it again.</param>
/// <param name="apply">Has it run.</param>
/// <param name="logger">The log.</param>
internal sealed partial class Reloads(
    Setup first,
    Func<Setup> read,
    Func<Setup, Task> apply,
    ILogger logger
)
{
    private readonly Channel<bool> requests = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite }
    );
    private volatile ReadFiles files = first.Files;

    /// <summary>The files that it was read from last, whether it was taken or refused.</summary>
    public ReadFiles Files => files;

    /// <summary>Asks for it; from any thread.</summary>
    public void Request() => requests.Writer.TryWrite(true);

    /// <summary>Does what is asked for until <paramref name="stopping"/>.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        await foreach (var _ in requests.Reader.ReadAllAsync(stopping))
        {
            try
            {
                var setup = read();
                files = setup.Files;
                await apply(setup);
            }
            catch (Exception fault) when (!stopping.IsCancellationRequested)
            {
                Failed(logger, fault);
            }
        }
    }

    [LoggerMessage(
        LogLevel.Error,
        "the configuration cannot be read again; what ran before runs on"
    )]
    private static partial void Failed(ILogger logger, Exception fault);
}
