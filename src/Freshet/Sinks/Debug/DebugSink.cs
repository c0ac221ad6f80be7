using System.Text;
using Freshet.Pipelines;

namespace Freshet.Sinks.Debug;

/// <summary>Shows events on standard output.</summary>
/// <param name="options">How.</param>
/// <param name="context">The sink's.</param>
/// <param name="open">Opens where they are written; standard output where null.</param>
internal sealed class DebugSink(
    DebugOptions options,
    SinkContext context,
    Func<Stream>? open = null
) : BatchSink(options, context)
{
    /// <summary>There is one standard output for all sinks: what belongs together stays together.</summary>
    private static readonly Lock Gate = new();

    private readonly Lazy<Stream> output = new(open ?? Console.OpenStandardOutput);
    private readonly bool isPretty =
        (options.Format ?? (Console.IsOutputRedirected ? DebugFormat.Json : DebugFormat.Pretty))
        == DebugFormat.Pretty;

    protected override async ValueTask<Delivery> DeliverAsync(
        IReadOnlyList<Outgoing> batch,
        CancellationToken cancellation
    )
    {
        var text = string.Concat(
            batch.Select(item => isPretty ? DebugText.Pretty(item) : DebugText.Line(item))
        );
        var bytes = Encoding.UTF8.GetBytes(text);
        // A reader that has stopped reading holds the write up; it must not hold up the end.
        await Task.Run(() => Write(bytes), CancellationToken.None).WaitAsync(cancellation);
        return Delivery.Done;
    }

    private void Write(byte[] bytes)
    {
        lock (Gate)
        {
            output.Value.Write(bytes);
            output.Value.Flush();
        }
    }
}
