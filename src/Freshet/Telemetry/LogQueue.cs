using System.Text;

namespace Freshet.Telemetry;

/// <summary>
/// Lines on their way to a slow place. Whoever adds one never waits for it to be written: one thread writes, and when it cannot keep up,
/// lines are dropped and counted, and the count is written.
/// </summary>
internal sealed class LogQueue : IDisposable
{
    /// <summary>4 Mi characters, 8 MiB: seconds of a busy log, and no burden on a small machine.</summary>
    public const int DefaultCapacity = 4 * 1024 * 1024;

    // A reader of our standard error that has stopped reading must not keep us from ending.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly object gate = new();
    private readonly TextWriter output;
    private readonly Func<long, string> describeDropped;
    private readonly int capacity;
    private readonly Thread writer;
    private List<string> waiting = [];
    private long waitingLength;
    private long dropped;
    private long totalDropped;
    private bool outputFailed;
    private bool closed;

    /// <param name="output">Where lines go; used by one thread alone, and left open.</param>
    /// <param name="describeDropped">The line that says how many were dropped.</param>
    /// <param name="capacity">How many characters may wait, not counting those being written.</param>
    public LogQueue(
        TextWriter output,
        Func<long, string> describeDropped,
        int capacity = DefaultCapacity
    )
    {
        this.output = output;
        this.describeDropped = describeDropped;
        this.capacity = capacity;
        writer = new Thread(WriteAll) { IsBackground = true, Name = "freshet log" };
        writer.Start();
    }

    /// <summary>How many lines were dropped since the start; one that failed to be written twice is counted once.</summary>
    public long Dropped => Interlocked.Read(ref totalDropped);

    /// <summary>Adds lines, their ends included; what comes after <see cref="Dispose"/> has nowhere to go.</summary>
    public void Add(string line)
    {
        lock (gate)
        {
            // One line is always taken, however long it is.
            if (closed || (waiting.Count > 0 && waitingLength + line.Length > capacity))
            {
                dropped++;
                Interlocked.Increment(ref totalDropped);
                return;
            }
            waiting.Add(line);
            waitingLength += line.Length;
            Monitor.Pulse(gate);
        }
    }

    /// <summary>Returns once every line that was added is written, or the output has taken nothing for five seconds.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            closed = true;
            Monitor.Pulse(gate);
        }
        writer.Join(Patience);
    }

    private void WriteAll()
    {
        var writing = new List<string>();
        while (true)
        {
            long unwritten;
            bool last;
            lock (gate)
            {
                // Where the output fails, the count of what is lost waits for the next line to try it with.
                while (waiting.Count == 0 && (dropped == 0 || outputFailed) && !closed)
                {
                    Monitor.Wait(gate);
                }
                (waiting, writing) = (writing, waiting);
                waitingLength = 0;
                unwritten = dropped;
                dropped = 0;
                last = closed;
            }
            Write(writing, unwritten);
            writing.Clear();
            if (last)
            {
                return;
            }
        }
    }

    private void Write(List<string> lines, long unwritten)
    {
        var text = new StringBuilder();
        foreach (var line in lines)
        {
            text.Append(line);
        }
        if (unwritten > 0)
        {
            text.Append(describeDropped(unwritten));
        }
        try
        {
            // In one piece, so that lines of other processes on the same terminal do not fall between.
            output.Write(text);
            output.Flush();
            outputFailed = false;
        }
        catch (Exception failure) when (failure is IOException or ObjectDisposedException)
        {
            // There is nowhere else to say it: the lines count as dropped, and are reported when the output works again.
            lock (gate)
            {
                outputFailed = true;
                dropped += unwritten + lines.Count;
                Interlocked.Add(ref totalDropped, lines.Count);
            }
        }
    }
}
