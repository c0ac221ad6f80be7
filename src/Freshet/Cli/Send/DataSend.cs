using Freshet.Events;
using Freshet.Pipelines;

namespace Freshet.Cli.Send;

/// <summary>Sends the events that <c>--data</c> gives.</summary>
internal static class DataSend
{
    /// <summary>Sends them.</summary>
    /// <param name="bodies">The events.</param>
    /// <param name="metadata">The metadata of each.</param>
    /// <param name="outbox">Their way.</param>
    /// <param name="receipts">Told what became of them.</param>
    /// <param name="terminal">Where it is told that they are refused.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(
        IReadOnlyList<ReadOnlyMemory<byte>> bodies,
        ReadOnlyMemory<byte> metadata,
        Outbox outbox,
        Receipts receipts,
        Terminal terminal,
        CancellationToken cancellation
    )
    {
        var result = await outbox.AddAsync(
            [.. bodies.Select(body => new Event(body, metadata))],
            cancellation
        );
        if (result.Rejection is { } rejection)
        {
            await terminal.Error.WriteLineAsync(
                $"error: {Describe(rejection, bodies.Count > 1 ? result.Index : null)}"
            );
            return SendCommand.NothingSent;
        }
        await outbox.DeliverAsync(receipts.Tell, cancellation);
        receipts.Sum();
        return receipts.Failed == 0 ? 0 : SendCommand.NotAllSent;
    }

    /// <summary>Why events were refused, for who sends them.</summary>
    /// <param name="rejection">The reason.</param>
    /// <param name="index">Which of several events, counted from 0; null where there is one.</param>
    public static string Describe(Rejection rejection, int? index)
    {
        var reason = rejection.Component is { } transformer
            ? $"the transformer {transformer} refused it: {rejection.Reason}"
            : rejection.Reason;
        return Telemetry.LogText.Escape(
            index is { } which ? $"event {which + 1}: {reason}; none was sent" : reason
        );
    }
}
