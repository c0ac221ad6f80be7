using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Freshet.Http.Detaching;

/// <summary>What the connections of a listener have in common.</summary>
internal sealed class ConnectionSettings
{
    public ConnectionSettings(
        MemoryPool<byte> pool,
        KestrelServerLimits limits,
        ILoggerFactory loggers
    )
    {
        Pool = pool;
        Logger = loggers.CreateLogger<SocketConnection>();
        Input = Options(
            PipeScheduler.ThreadPool,
            PipeScheduler.ThreadPool,
            limits.MaxRequestBufferSize
        );
        // Whoever flushes sends, on its own thread; only a flush that waits for the client goes on on another.
        Output = Options(
            PipeScheduler.Inline,
            PipeScheduler.ThreadPool,
            limits.MaxResponseBufferSize
        );

        PipeOptions Options(PipeScheduler reader, PipeScheduler writer, long? most) =>
            new(
                pool,
                reader,
                writer,
                // Zero stands for no limit.
                pauseWriterThreshold: most ?? 0,
                resumeWriterThreshold: (most ?? 0) / 2,
                useSynchronizationContext: false
            );
    }

    /// <summary>Where all buffers come from.</summary>
    public MemoryPool<byte> Pool { get; }

    /// <summary>From the socket to Kestrel.</summary>
    public PipeOptions Input { get; }

    /// <summary>From Kestrel to the socket.</summary>
    public PipeOptions Output { get; }

    public ILogger Logger { get; }
}
