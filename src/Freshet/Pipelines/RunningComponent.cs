using Freshet.Configuration;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Freshet.Pipelines;

/// <summary>A component with its task, from the topology that first had it to the last.</summary>
/// <param name="path">Its table, which tells it from all others: <c>sinks.events</c>.</param>
/// <param name="name">Its name.</param>
/// <param name="fingerprint">What it was made of.</param>
/// <param name="component">It.</param>
/// <param name="handover">What it has to do with others of its name.</param>
/// <param name="run">Runs it.</param>
/// <param name="logger">Told of its faults.</param>
internal sealed partial class RunningComponent(
    string path,
    string name,
    Fingerprint fingerprint,
    object component,
    Handover handover,
    Func<CancellationToken, Task> run,
    ILogger logger
) : IDisposable
{
    private readonly CancellationTokenSource stopping = new();
    private Task running = Task.CompletedTask;
    private volatile bool isRetired;
    private volatile bool hasFailed;

    public string Path => path;

    public string Name => name;

    public Fingerprint Fingerprint => fingerprint;

    public object Component => component;

    /// <summary>Where it answers over HTTP.</summary>
    public IReadOnlyList<Endpoint> Endpoints { get; private set; } = [];

    /// <summary>Whether it ended by a fault.</summary>
    public bool HasFailed => hasFailed;

    /// <summary>Whether it can run beside the one that takes its place: what is called over HTTP can; what has a cursor cannot, since both would move it.</summary>
    public bool RunsBesideOthers => component is IHttpComponent;

    /// <summary>Makes its routes.</summary>
    public void Map(IServiceProvider services)
    {
        if (component is IHttpComponent http)
        {
            Endpoints = ComponentRoutes.Collect(services, http.Map);
        }
    }

    /// <param name="broken">Called when it ended by a fault that is none of its own to mend.</param>
    public void Start(Action broken) => running = RunAsync(broken);

    /// <summary>It is not to go on, while the server does: from now on a fault of it is told, and no reason to stop.</summary>
    /// <param name="hasSuccessor">Whether one of its name takes its place.</param>
    public void Retire(bool hasSuccessor)
    {
        isRetired = true;
        handover.Retire(hasSuccessor);
    }

    /// <summary>Lets its clients go one after the other, where it has any.</summary>
    /// <param name="grace">How long that may take.</param>
    public Task DrainAsync(TimeSpan grace) =>
        component is IDrain drain ? drain.DrainAsync(grace, handover.Leisure) : Task.CompletedTask;

    /// <summary>Returns once it has ended.</summary>
    public async Task StopAsync()
    {
        await stopping.CancelAsync();
        await running;
    }

    public void Dispose()
    {
        stopping.Dispose();
        (component as IDisposable)?.Dispose();
    }

    private async Task RunAsync(Action broken)
    {
        try
        {
            await run(stopping.Token);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // It was told to end, and did.
        }
        catch (Exception fault) when (isRetired)
        {
            BrokeLeaving(logger, name, fault);
        }
        catch (Exception fault)
        {
            hasFailed = true;
            Broke(logger, name, fault);
            broken();
        }
    }

    [LoggerMessage(LogLevel.Critical, "{Component} broke; the process stops")]
    private static partial void Broke(ILogger logger, string component, Exception fault);

    [LoggerMessage(LogLevel.Error, "{Component} broke as it was stopped for a reload")]
    private static partial void BrokeLeaving(ILogger logger, string component, Exception fault);
}
