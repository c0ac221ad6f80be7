using System.Runtime.InteropServices;

namespace Freshet.Cli;

/// <summary>What signals mean to a running server, beside the first SIGTERM or SIGINT, which the host takes for the request to stop.</summary>
internal sealed class Signals : IDisposable
{
    private readonly CancellationTokenSource hurry = new();
    private readonly List<PosixSignalRegistration> registrations = [];
    private Action? hungUp;
    private int hangUps;
    private int terminations;

    public Signals()
    {
        registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGHUP, HangUp));
        registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGTERM, Terminate));
        registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGINT, Terminate));
    }

    /// <summary>Cancelled by the second SIGTERM or SIGINT: whoever sends it wants no more patience.</summary>
    public CancellationToken Hurry => hurry.Token;

    /// <summary>From now on this is called with each SIGHUP, and at once where one came before.</summary>
    public void OnHangUp(Action action)
    {
        Volatile.Write(ref hungUp, action);
        if (Interlocked.Exchange(ref hangUps, 0) > 0)
        {
            action();
        }
    }

    public void Dispose()
    {
        registrations.ForEach(registration => registration.Dispose());
        hurry.Dispose();
    }

    private void HangUp(PosixSignalContext context)
    {
        // It would end the process.
        context.Cancel = true;
        Interlocked.Increment(ref hangUps);
        Volatile.Read(ref hungUp)?.Invoke();
    }

    private void Terminate(PosixSignalContext context)
    {
        context.Cancel = true;
        if (Interlocked.Increment(ref terminations) > 1)
        {
            hurry.Cancel();
        }
    }
}
