using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Freshet.Http.Detaching;

/// <summary>What the connections of a listener have in common.</summary>
internal sealed class ConnectionSettings
{
    /// <summary>More threads than this are not busy with sending.</summary>
    private const int MostQueues = 16;

    private readonly PipeOptions[] outputs;
    private int connections;

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
        outputs =
        [
            .. Enumerable
                .Range(0, Math.Min(Environment.ProcessorCount, MostQueues))
                .Select(_ =>
                    Options(new SendQueue(), PipeScheduler.ThreadPool, limits.MaxResponseBufferSize)
                ),
        ];

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

    public ILogger Logger { get; }

    /// <summary>From Kestrel to the socket, for the next connection: each queue has its share of them.</summary>
    public PipeOptions NextOutput() =>
        outputs[(uint)Interlocked.Increment(ref connections) % (uint)outputs.Length];
}
