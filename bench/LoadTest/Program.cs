using System.Runtime.InteropServices;
using Freshet.LoadTest;
using Freshet.LoadTest.Charts;
using Freshet.LoadTest.Report;

if (Arguments.Read(args, out var problem) is not { } arguments)
{
    await Console.Error.WriteLineAsync($"{problem}\n\n{Usage.Text}");
    return 2;
}
if (arguments.Help)
{
    Console.WriteLine(Usage.Text);
    return 0;
}
if (arguments is { Chart: { } figures, ChartFolder: { } folder })
{
    SweepCharts.Draw(Figures.Load(figures), folder).ForEach(Console.WriteLine);
    return 0;
}
if (!OperatingSystem.IsLinux())
{
    await Console.Error.WriteLineAsync("the load is made with epoll, which only Linux has");
    return 2;
}
using var stop = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
try
{
    var machine = Machine.Prepare(Console.Error);
    var measured = await new Session(
        arguments,
        machine,
        Console.Out,
        Console.Error,
        stop.Token
    ).RunAsync();
    if (arguments.Json is { } file)
    {
        new Figures(Machine.Description, arguments.Sweep, measured).Save(file);
    }
    var problems = Verdict.Losses(measured).ToList();
    if (arguments.Check)
    {
        problems.AddRange(Verdict.Misses(measured));
    }
    problems.ForEach(Console.Error.WriteLine);
    return problems.Count == 0 ? 0 : 1;
}
catch (InvalidOperationException e)
{
    // A server that does not start, a program that is not there: the message says it all.
    await Console.Error.WriteLineAsync(e.Message);
    return 2;
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    await Console.Error.WriteLineAsync("stopped");
    return 130;
}

void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    stop.Cancel();
}
