using System.Diagnostics;

namespace Freshet.LoadTest.Measuring;

/// <summary>Time, and processor time of the server and of the load, since it was started.</summary>
internal sealed class Stopclock(ProcessTree server)
{
    private readonly ProcessTree load = new(Environment.ProcessId);
    private long startedAt;
    private TimeSpan serverBefore;
    private TimeSpan loadBefore;

    public TimeSpan Elapsed { get; private set; }

    public TimeSpan ServerCpu { get; private set; }

    /// <summary>How much of its processor the load took, from 0 to 1.</summary>
    public double LoadPart { get; private set; }

    public void Start()
    {
        serverBefore = server.Cpu();
        loadBefore = load.OwnCpu();
        startedAt = Stopwatch.GetTimestamp();
    }

    public void Stop()
    {
        Elapsed = Stopwatch.GetElapsedTime(startedAt);
        ServerCpu = server.Cpu() - serverBefore;
        LoadPart = (load.OwnCpu() - loadBefore) / Elapsed;
    }
}
