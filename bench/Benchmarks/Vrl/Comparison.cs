using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Freshet.Vrl;
using Freshet.Vrl.Values;

namespace Freshet.Benchmarks.Vrl;

/// <summary>
/// The same programs and events on Freshet.Vrl and on the reference, VRL 0.25 compiled to WebAssembly, one after the other in one run. The reference
/// has one call, which compiles and runs, so it stands beside both: compile and run together, and a run alone.
/// </summary>
internal static class Comparison
{
    private static readonly TimeSpan Warm = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(2);

    public static int Run()
    {
        Console.WriteLine(
            "| program | compile | run | compile and run | allocated a run | reference: compile and run | a run is faster by | both by |"
        );
        Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- | --- |");
        foreach (var subject in Programs.All)
        {
            var program = Subjects.Compile(subject.Source);
            var input = Subjects.Parse(subject.Event);
            var compile = Time(() => VrlCompiler.Compile(subject.Source));
            var run = Time(() => RunOnce(program, input));
            var both = Time(() =>
                RunOnce(Subjects.Compile(subject.Source), Subjects.Parse(subject.Event))
            );
            var allocated = Allocated(() => RunOnce(program, input));
            var reference = Reference(subject);
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {subject.Name} | {compile:0.0} µs | {run:0.00} µs | {both:0.0} µs | {allocated} B | {reference:0.0} µs | {reference / run:0} × | {reference / both:0.0} × |"
                )
            );
        }
        return 0;
    }

    private static void RunOnce(VrlProgram program, Value @event)
    {
        var input = @event.Share();
        Value metadata = Value.From(new VrlObject());
        if (!program.Run(ref input, ref metadata).IsSuccess)
        {
            throw new InvalidOperationException("the program failed");
        }
    }

    /// <summary>Microseconds a call.</summary>
    private static double Time(Action action)
    {
        Repeat(action, Warm);
        var (calls, took) = Repeat(action, Measured);
        return took.TotalMicroseconds / calls;
    }

    private static (long Calls, TimeSpan Took) Repeat(Action action, TimeSpan atLeast)
    {
        var started = Stopwatch.GetTimestamp();
        long calls = 0;
        do
        {
            for (var i = 0; i < 16; i++)
            {
                action();
            }
            calls += 16;
        } while (Stopwatch.GetElapsedTime(started) < atLeast);
        return (calls, Stopwatch.GetElapsedTime(started));
    }

    private static long Allocated(Action action)
    {
        const int calls = 1000;
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < calls; i++)
        {
            action();
        }
        return (GC.GetAllocatedBytesForCurrentThread() - before) / calls;
    }

    /// <summary>Microseconds a call of the reference, by the script <c>bench/vrl-reference/time.mjs</c>.</summary>
    private static double Reference(Subject subject)
    {
        var start = new ProcessStartInfo("node", "time.mjs")
        {
            WorkingDirectory = Path.Combine(Folder(), "bench", "vrl-reference"),
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        using var node =
            Process.Start(start) ?? throw new InvalidOperationException("node does not start");
        node.StandardInput.Write(
            JsonSerializer.Serialize(new { source = subject.Source, @event = subject.Event })
        );
        node.StandardInput.Close();
        var answer = node.StandardOutput.ReadToEnd();
        node.WaitForExit();
        return node.ExitCode == 0
            ? double.Parse(answer, CultureInfo.InvariantCulture)
            : throw new InvalidOperationException(
                "the reference failed: run npm ci in bench/vrl-reference"
            );
    }

    private static string Folder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Freshet.slnx")))
        {
            folder =
                folder.Parent
                ?? throw new InvalidOperationException("run this inside the repository");
        }
        return folder.FullName;
    }
}
