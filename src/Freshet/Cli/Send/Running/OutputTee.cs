using System.Buffers;

namespace Freshet.Cli.Send.Running;

/// <summary>Passes a command's output on as it comes, and keeps it to be read as results.</summary>
/// <param name="output">Where it goes.</param>
/// <param name="isRead">Whether anybody reads there still.</param>
internal sealed class OutputTee(Stream output, Func<bool> isRead)
{
    /// <summary>More is passed on, and not kept: what is left would be no whole result.</summary>
    private const int MostKept = 16 << 20;

    private readonly ArrayBufferWriter<byte> kept = new();
    private bool isTooLong;

    /// <summary>All that came; null where that is too much to be read.</summary>
    public ReadOnlyMemory<byte>? Kept => isTooLong ? null : kept.WrittenMemory;

    /// <summary>Copies until the end of the command's output. Where nobody reads any longer what it is passed on to, the command is told as it would have been without this: its output is closed.</summary>
    public async Task CopyAsync(Stream from, CancellationToken cancellation)
    {
        await using var _ = from;
        var chunk = new byte[64 * 1024];
        while (true)
        {
            int length;
            try
            {
                length = await from.ReadAsync(chunk, cancellation);
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                return;
            }
            if (length == 0)
            {
                return;
            }
            Keep(chunk.AsSpan(0, length));
            await output.WriteAsync(chunk.AsMemory(0, length), CancellationToken.None);
            await output.FlushAsync(CancellationToken.None);
            if (!isRead())
            {
                return;
            }
        }
    }

    private void Keep(ReadOnlySpan<byte> piece)
    {
        if (isTooLong || kept.WrittenCount + piece.Length > MostKept)
        {
            isTooLong = true;
            kept.ResetWrittenCount();
            return;
        }
        kept.Write(piece);
    }
}
