using System.Globalization;
using System.Runtime.InteropServices;
using Freshet.Chaos;
using Freshet.Chaos.Reading;

// ./do chaos runs it with --minutes and --seed; the other forms are its own children.
using var stop = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
var time = TimeProvider.System;
try
{
    switch (args)
    {
        case ["receive", var port, var diary, var seed]:
            await Receiver.RunAsync(Number(port), diary, Number(seed), time, stop.Token);
            return 0;
        case ["listen", var stream, var diary]:
            await new StreamClient(new Uri(stream), byQuery: false, diary, time).RunAsync(
                stop.Token
            );
            return 0;
    }
    if (Arguments.Read(args) is not { } arguments)
    {
        await Console.Error.WriteLineAsync(Arguments.Usage);
        return 2;
    }
    return await new Run(arguments, Console.Out, time).ExecuteAsync(stop.Token) ? 0 : 1;
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    return 130;
}

void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    stop.Cancel();
}

static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
