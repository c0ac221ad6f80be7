namespace Freshet.Cli.Vrl;

/// <summary>Reads lines of bytes: of a file, a pipe, or somebody who types.</summary>
/// <param name="input">Where the lines come from.</param>
/// <param name="longest">How many bytes a line may have; what is longer is passed over.</param>
/// <param name="beforeWaiting">Called when no whole line is at hand, so that who waits for answers gets them before more input is waited for.</param>
internal sealed class LineReader(Stream input, int longest, Action beforeWaiting)
{
    private byte[] buffer = new byte[64 * 1024];
    private int start;
    private int end;
    private bool hasEnded;

    /// <summary>Whether the line that was read last was too long; then it is empty.</summary>
    public bool IsTooLong { get; private set; }

    /// <summary>The next line without its end, which holds until the one after is read; false behind the last.</summary>
    public bool TryRead(out ReadOnlyMemory<byte> line)
    {
        IsTooLong = false;
        var searched = 0;
        while (true)
        {
            var found = buffer.AsSpan(start + searched, end - start - searched).IndexOf((byte)'\n');
            if (found >= 0 || hasEnded)
            {
                return Take(found < 0 ? end - start : searched + found, out line);
            }
            if (end - start > longest)
            {
                IsTooLong = true;
                end = start;
            }
            searched = end - start;
            beforeWaiting();
            Fill();
        }
    }

    private bool Take(int length, out ReadOnlyMemory<byte> line)
    {
        var isThere = start < end || IsTooLong;
        var text = buffer.AsMemory(start, length);
        start = Math.Min(start + length + 1, end);
        IsTooLong |= length > longest;
        line =
            IsTooLong ? default
            : text.Span is [.., (byte)'\r'] ? text[..^1]
            : text;
        return isThere;
    }

    private void Fill()
    {
        if (start > 0)
        {
            buffer.AsSpan(start..end).CopyTo(buffer);
            (start, end) = (0, end - start);
        }
        if (end == buffer.Length)
        {
            Array.Resize(ref buffer, buffer.Length * 2);
        }
        var read = input.Read(buffer.AsSpan(end));
        end += read;
        hasEnded = read == 0;
    }
}
