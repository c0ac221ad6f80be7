using System.Diagnostics;
using System.Globalization;
using Freshet.Events;
using Freshet.Journal;
using Microsoft.Extensions.Logging.Abstractions;

namespace Freshet.Benchmarks.Journal;

/// <summary>
/// What the journal costs: appends a second by how many callers and how it syncs; a resume from far behind; start and memory with very many events. On the disk
/// that holds the folder for temporary files, which <c>TMPDIR</c> says.
/// </summary>
internal static class JournalMeasures
{
    private const int Behind = 1_000_000;
    private const int DefaultLarge = 10_000_000;

    private static readonly TimeSpan Warm = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(3);

    /// <param name="args">How many events the large journal has; 10,000,000 where it is not given.</param>
    public static async Task<int> RunAsync(string[] args)
    {
        var large = DefaultLarge;
        if (
            args.Length > 1
            || (
                args is [var given]
                && !int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out large)
            )
        )
        {
            await Console.Error.WriteLineAsync("usage: ./do bench journal [EVENTS]");
            return 2;
        }
        await AppendsAsync();
        await ResumeAsync();
        await LargeAsync(large);
        return 0;
    }

    private static async Task AppendsAsync()
    {
        Write(
            $"Appends of one event of {BuildEvents.BodyBytes} bytes each, each awaited by its caller.\n"
        );
        Write("| fsync | callers | appends a second | mean | p99 | allocated each |");
        Write("| --- | --- | --- | --- | --- | --- |");
        foreach (var sync in (SyncPolicy[])[SyncPolicy.Always, SyncPolicy.Never])
        {
            foreach (var callers in (int[])[1, 16, 256])
            {
                using var folder = new TemporaryFolder();
                await using var journal = Open(folder.Path, sync);
                await CallAsync(journal, callers, Warm, 0);
                var allocated = GC.GetTotalAllocatedBytes();
                var (latencies, took) = await CallAsync(journal, callers, Measured, 1L << 40);
                allocated = GC.GetTotalAllocatedBytes() - allocated;
                latencies.Sort();
                var each = latencies.Count / took.TotalSeconds;
                var mean = Microseconds(latencies.Average());
                var late = Microseconds(latencies[(int)(latencies.Count * 0.99)]);
                Write(
                    $"| {(sync == SyncPolicy.Always ? "always" : "never")} | {callers} | {each:N0} | {mean:N0} µs | {late:N0} µs | {allocated / latencies.Count} B |"
                );
            }
        }
    }

    private static async Task<(List<long> Latencies, TimeSpan Took)> CallAsync(
        FileJournal journal,
        int callers,
        TimeSpan length,
        long firstId
    )
    {
        var started = Stopwatch.GetTimestamp();
        var all = await Task.WhenAll(
            Enumerable
                .Range(0, callers)
                .Select(caller =>
                    Task.Run(async () =>
                    {
                        var latencies = new List<long>();
                        for (
                            var id = firstId + ((long)caller << 32);
                            Stopwatch.GetElapsedTime(started) < length;
                            id++
                        )
                        {
                            var from = Stopwatch.GetTimestamp();
                            await journal.AppendAsync(
                                [BuildEvents.Encoded(id)],
                                CancellationToken.None
                            );
                            latencies.Add(Stopwatch.GetTimestamp() - from);
                        }
                        return latencies;
                    })
                )
        );
        return ([.. all.SelectMany(latencies => latencies)], Stopwatch.GetElapsedTime(started));
    }

    private static async Task ResumeAsync()
    {
        using var folder = new TemporaryFolder();
        await FillAsync(folder.Path, Behind);
        await using var journal = Open(folder.Path, SyncPolicy.Never);
        var started = Stopwatch.GetTimestamp();
        if (!journal.TryFind(BuildEvents.Id(0), out var sequence))
        {
            throw new InvalidOperationException("the first event is not found");
        }
        var found = Stopwatch.GetElapsedTime(started);
        using var reader = journal.OpenReader(sequence);
        var entries = new Entry[256];
        reader.Read(entries);
        var first = Stopwatch.GetElapsedTime(started);
        var allocated = GC.GetTotalAllocatedBytes();
        long read = entries.Length;
        while (reader.Read(entries) is { Count: > 0 } more)
        {
            read += more.Count;
        }
        allocated = GC.GetTotalAllocatedBytes() - allocated;
        var took = Stopwatch.GetElapsedTime(started);
        Write(
            $"\nA resume from {read:N0} events behind: the id is found in {found.TotalMilliseconds:0.0} ms, the first 256 events are there after {first.TotalMilliseconds:0.0} ms, all after {took.TotalSeconds:0.00} s: {read / took.TotalSeconds:N0} events a second, {allocated / read} B allocated each."
        );
    }

    private static async Task LargeAsync(int events)
    {
        using var folder = new TemporaryFolder();
        var started = Stopwatch.GetTimestamp();
        await FillAsync(folder.Path, events);
        var filled = Stopwatch.GetElapsedTime(started);
        Settle();
        var before = Process.GetCurrentProcess().WorkingSet64;
        var managedBefore = GC.GetTotalMemory(forceFullCollection: true);
        started = Stopwatch.GetTimestamp();
        await using var journal = Open(folder.Path, SyncPolicy.Never);
        var opened = Stopwatch.GetElapsedTime(started);
        Settle();
        var managed = GC.GetTotalMemory(forceFullCollection: true) - managedBefore;
        var resident = Process.GetCurrentProcess().WorkingSet64 - before;
        var size = journal.Size;
        const int lookups = 1000;
        started = Stopwatch.GetTimestamp();
        for (var i = 0; i < lookups; i++)
        {
            var id = (long)i * (events - 1) / (lookups - 1);
            if (!journal.TryFind(BuildEvents.Id(id), out _))
            {
                throw new InvalidOperationException($"event {id} is not found");
            }
        }
        var lookup = Stopwatch.GetElapsedTime(started) / lookups;
        Write(
            $"\nA journal of {size.Entries:N0} events, {size.Bytes / 1e9:0.0} GB, filled in {filled.TotalSeconds:0} s: opened in {opened.TotalMilliseconds:0} ms, {managed / 1e6:0.0} MB more of managed memory, {resident / 1e6:0} MB more resident; an id is found in {lookup.TotalMicroseconds:0} µs."
        );
    }

    /// <summary>Closed in order, so that what is opened next has nothing to recover.</summary>
    private static async Task FillAsync(string folder, int events)
    {
        const int atOnce = 1000;
        await using var journal = Open(folder, SyncPolicy.Never);
        for (var id = 0L; id < events; id += atOnce)
        {
            var count = (int)Math.Min(atOnce, events - id);
            var batch = BuildEvents.Encoded(id, count);
            await journal.AppendAsync(batch, CancellationToken.None);
        }
    }

    private static FileJournal Open(string folder, SyncPolicy sync)
    {
        const long enough = 1L << 40;
        var settings = new FileJournalSettings(
            folder,
            sync,
            TimeSpan.FromDays(7),
            8L << 30,
            enough
        );
        var journal = new FileJournal(settings, NullLogger.Instance, TimeProvider.System);
        journal.Open();
        return journal;
    }

    private static double Microseconds(double ticks) => ticks * 1e6 / Stopwatch.Frequency;

    private static void Settle()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
    }

    private static void Write(string text) => Console.WriteLine(text);
}
