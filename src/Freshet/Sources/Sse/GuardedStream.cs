using System.Buffers;

namespace Freshet.Sources.Sse;

/// <summary>
/// Stands between a server and the parser of its stream, which grows with what it is sent and waits for it without end. Here data of an event
/// beyond a limit is passed over, so that the parser sees just one byte too much and its reader knows; other lines are cut at
/// <see cref="LongestLine"/>; and silence is an error. The rest passes as it is, but that each line ends with LF: a CR at the end of what came would else keep an
/// event waiting for what comes next.
/// </summary>
/// <param name="inner">What the server sends.</param>
/// <param name="maxData">The most bytes of data of one event, lines joined as the parser joins them; one more is passed on.</param>
/// <param name="silence">How long nothing may come.</param>
/// <param name="time">The clock.</param>
internal sealed class GuardedStream(Stream inner, long maxData, TimeSpan silence, TimeProvider time)
    : Stream
{
    /// <summary>Of a line that is no data, in bytes. Longer names and ids are of no use to anyone.</summary>
    public const int LongestLine = 16 * 1024;

    private const int ReadAtOnce = 16 * 1024;

    private static readonly SearchValues<byte> Ends = SearchValues.Create("\r\n"u8);

    private readonly byte[] raw = new byte[ReadAtOnce];

    // A byte order mark and the beginning of a line may have been held back from the read before.
    // A name is taken back with no more bytes than it came with.
    private readonly byte[] passed = new byte[(2 * ReadAtOnce) + 16];
    private int passedFrom;
    private int passedTo;

    private int markSeen;
    private bool isBeginning = true;
    private bool wasReturn;
    private LineKind kind;
    private int matched;
    private long lineLength;
    private long dataLength;
    private bool hasData;
    private bool mayHaveName;
    private bool isComment;

    private enum LineKind
    {
        /// <summary>All that came of it is the beginning of <c>data</c>; it is held back.</summary>
        Undecided,

        /// <summary>Data; the space that may follow the colon is to come.</summary>
        DataBegins,
        Data,

        /// <summary>Data of an event that is too large already: none of the line is passed on.</summary>
        Passed,
        Other,
    }

    private static ReadOnlySpan<byte> Mark => [0xEF, 0xBB, 0xBF];

    private static ReadOnlySpan<byte> DataName => "data"u8;

    private static ReadOnlySpan<byte> EventName => "event"u8;

    /// <summary>What comments said of the events that have passed.</summary>
    public TraceComments Traces { get; } = new();

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <exception cref="TimeoutException">Nothing came for too long.</exception>
    public override async ValueTask<int> ReadAsync(
        Memory<byte> buffer,
        CancellationToken cancellationToken = default
    )
    {
        while (passedFrom == passedTo)
        {
            var count = await ReadRawAsync(cancellationToken);
            if (count == 0)
            {
                return 0;
            }
            (passedFrom, passedTo) = (0, 0);
            Filter(raw.AsSpan(0, count));
        }
        var length = Math.Min(buffer.Length, passedTo - passedFrom);
        passed.AsMemory(passedFrom, length).CopyTo(buffer);
        passedFrom += length;
        return length;
    }

    public override Task<int> ReadAsync(
        byte[] buffer,
        int offset,
        int count,
        CancellationToken cancellationToken
    ) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException();

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException();

    private async ValueTask<int> ReadRawAsync(CancellationToken cancellation)
    {
        using var silent = new CancellationTokenSource(silence, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(
            silent.Token,
            cancellation
        );
        try
        {
            return await inner.ReadAsync(raw, either.Token);
        }
        catch (Exception fault)
            when (fault is OperationCanceledException or IOException
                && silent.IsCancellationRequested
                && !cancellation.IsCancellationRequested
            )
        {
            // To give up a read is to close the connection, and which of the two is told is a matter of luck.
            throw new TimeoutException("nothing came, not even a comment", fault);
        }
        catch (ObjectDisposedException fault)
        {
            // The time was up just when the read before this one came to its end: that one went well, and its connection was closed.
            cancellation.ThrowIfCancellationRequested();
            throw new TimeoutException("nothing came, not even a comment", fault);
        }
    }

    private void Filter(ReadOnlySpan<byte> bytes)
    {
        if (isBeginning)
        {
            SkipMark(ref bytes);
        }
        while (!bytes.IsEmpty)
        {
            if (wasReturn)
            {
                wasReturn = false;
                if (bytes[0] == '\n')
                {
                    bytes = bytes[1..];
                    continue;
                }
            }
            var end = bytes.IndexOfAny(Ends);
            Part(end < 0 ? bytes : bytes[..end]);
            if (end < 0)
            {
                return;
            }
            EndLine();
            wasReturn = bytes[end] == '\r';
            bytes = bytes[(end + 1)..];
        }
    }

    /// <summary>
    /// Passes a byte order mark at the beginning as no part of a line: the parser takes one off, and a second one is the line's. What only looked like one is
    /// part of the line.
    /// </summary>
    private void SkipMark(ref ReadOnlySpan<byte> bytes)
    {
        while (markSeen < Mark.Length && !bytes.IsEmpty && bytes[0] == Mark[markSeen])
        {
            markSeen++;
            bytes = bytes[1..];
        }
        if (bytes.IsEmpty && markSeen < Mark.Length)
        {
            return;
        }
        isBeginning = false;
        if (markSeen == Mark.Length)
        {
            Pass(Mark);
        }
        else if (markSeen > 0)
        {
            Part(Mark[..markSeen]);
        }
    }

    /// <summary>A part of a line; empty for nothing of it.</summary>
    private void Part(ReadOnlySpan<byte> part)
    {
        if (kind == LineKind.Undecided)
        {
            while (matched < DataName.Length && !part.IsEmpty && part[0] == DataName[matched])
            {
                matched++;
                part = part[1..];
            }
            if (part.IsEmpty)
            {
                return;
            }
            if (matched == DataName.Length && part[0] == ':')
            {
                BeginData();
                Pass(kind == LineKind.Passed ? [] : ":"u8);
                part = part[1..];
            }
            else
            {
                kind = LineKind.Other;
                isComment = matched == 0 && part[0] == ':';
                Pass(DataName[..matched]);
                lineLength = matched;
            }
        }
        if (part.IsEmpty)
        {
            return;
        }
        if (kind == LineKind.DataBegins)
        {
            kind = LineKind.Data;
            if (part[0] == ' ')
            {
                Pass(part[..1]);
                part = part[1..];
            }
        }
        if (kind == LineKind.Data)
        {
            Pass(part[..(int)Math.Min(part.Length, maxData + 1 - dataLength)]);
            dataLength = Math.Min(dataLength + part.Length, maxData + 1);
        }
        else if (kind == LineKind.Other)
        {
            if (isComment)
            {
                Traces.Add(part);
            }
            var rest = (int)Math.Min(part.Length, LongestLine - lineLength);
            Pass(part[..rest]);
            lineLength += rest;
        }
    }

    private void BeginData()
    {
        if (hasData && dataLength > maxData)
        {
            kind = LineKind.Passed;
            return;
        }
        // The parser joins lines with a line feed.
        dataLength += hasData ? 1 : 0;
        hasData = true;
        kind = LineKind.DataBegins;
        Pass(DataName);
    }

    private void EndLine()
    {
        if (kind == LineKind.Undecided)
        {
            if (matched == DataName.Length)
            {
                BeginData();
            }
            else if (matched > 0)
            {
                Pass(DataName[..matched]);
            }
            else
            {
                // A blank line ends the event. Where that had no data it is none, and its name is not the next one's, as the parser would have it.
                if (mayHaveName && !hasData)
                {
                    Pass(EventName);
                    Pass("\n"u8);
                }
                Traces.EndEvent(hasData);
                (dataLength, hasData, mayHaveName) = (0, false, false);
            }
        }
        if (kind != LineKind.Passed)
        {
            Pass("\n"u8);
        }
        mayHaveName |= kind == LineKind.Other && lineLength >= EventName.Length;
        Traces.EndLine();
        (kind, matched, lineLength, isComment) = (LineKind.Undecided, 0, 0, false);
    }

    private void Pass(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(passed.AsSpan(passedTo));
        passedTo += bytes.Length;
    }
}
