using Freshet.Http;
using Freshet.Journal;
using Freshet.Pipelines;
using Freshet.Sinks.Sse;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.Extensions.Logging;

namespace Freshet.Dashboard;

/// <summary>
/// <c>GET /api/v1/dashboard/live</c>: all events, as <see cref="LiveForm"/> has them, by the machinery of every stream. It costs nothing while nobody looks: the stream is made for the first
/// who does, and taken down when nobody has for half a minute, which a page that is loaded anew does not take.
/// </summary>
/// <param name="journal">What is streamed.</param>
/// <param name="context">What the stream uses.</param>
/// <param name="access">Who may look, and until when.</param>
/// <param name="logger">Told where it breaks.</param>
internal sealed partial class LiveStream(
    IJournal journal,
    SinkContext context,
    DashboardAccess access,
    ILogger logger
) : IAsyncDisposable
{
    /// <summary>Between two looks at whether somebody looks; the second that finds nobody takes it down.</summary>
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(15);

    /// <summary>Each is a page that somebody has open.</summary>
    private const int MostClients = 1000;

    private const string Path = "/live";

    private readonly Lock gate = new();
    private Watch? current;
    private Task retired = Task.CompletedTask;
    private ITimer? timer;
    private bool isClosed;

    /// <summary>Whether there is a stream, and somebody who reads the journal for it.</summary>
    internal bool IsRunning
    {
        get
        {
            lock (gate)
            {
                return current is not null;
            }
        }
    }

    /// <summary>How many look.</summary>
    internal int Clients
    {
        get
        {
            lock (gate)
            {
                return current?.Sink.ClientCount ?? 0;
            }
        }
    }

    public void Map(DashboardRoutes routes) =>
        routes
            .Add(
                HttpMethods.Get,
                Path,
                ServeAsync,
                StreamDescription.Of("dashboard", NewOptions(), cookie: null) with
                {
                    Summary = "All events as they come, with what the journal knows of them",
                }
            )
            // A stream is a request without an end.
            .WithMetadata(new DisableRequestTimeoutAttribute());

    /// <summary>Ends the stream, with what its clients have not been sent yet.</summary>
    public async ValueTask DisposeAsync()
    {
        Task ending;
        lock (gate)
        {
            isClosed = true;
            Retire();
            ending = retired;
        }
        await ending;
    }

    /// <summary>Answers one who looks.</summary>
    internal async Task ServeAsync(HttpContext http)
    {
        if (Enter() is not { } watch)
        {
            await Problem.AnswerUnavailableAsync(http, "the server is stopping");
            return;
        }
        try
        {
            await watch.Sink.ServeAsync(http, access.Check(http).Expires);
        }
        finally
        {
            lock (gate)
            {
                watch.Entering--;
            }
        }
    }

    /// <summary>The stream for one who comes; null where the server stops.</summary>
    private Watch? Enter()
    {
        lock (gate)
        {
            if (isClosed)
            {
                return null;
            }
            if (current is { Running.IsCompleted: true })
            {
                Retire();
            }
            current ??= Begin();
            current.Entering++;
            current.WasEmpty = false;
            return current;
        }
    }

    private Watch Begin()
    {
        var sink = new SseSink(NewOptions(), context, LiveForm.Of);
        var stopping = new CancellationTokenSource();
        var watch = new Watch(sink, stopping, sink.RunAsync(journal, stopping.Token));
        timer ??= context.Time.CreateTimer(
            static stream => ((LiveStream)stream!).Look(),
            this,
            LookInterval,
            LookInterval
        );
        return watch;
    }

    /// <summary>Looks whether somebody looks.</summary>
    internal void Look()
    {
        lock (gate)
        {
            if (current is not { } watch)
            {
                return;
            }
            var isEmpty = watch.Entering == 0 && watch.Sink.ClientCount == 0;
            if (isEmpty && watch.WasEmpty)
            {
                Retire();
            }
            watch.WasEmpty = isEmpty;
        }
    }

    /// <summary>Takes the stream down; who comes now gets another. Under the gate.</summary>
    private void Retire()
    {
        timer?.Dispose();
        timer = null;
        if (current is { } watch)
        {
            current = null;
            retired = Task.WhenAll(retired, EndAsync(watch));
        }
    }

    private async Task EndAsync(Watch watch)
    {
        // Not under the gate.
        await Task.Yield();
        await watch.Stopping.CancelAsync();
        try
        {
            await watch.Running;
        }
        catch (OperationCanceledException)
        {
            // It was told to end, and did.
        }
        catch (Exception fault)
        {
            Broke(logger, fault);
        }
        finally
        {
            watch.Stopping.Dispose();
        }
    }

    /// <summary>As every stream is by default: a page that is too slow is told how many events it missed.</summary>
    private static SseOptions NewOptions() =>
        new()
        {
            Path = DashboardRoutes.Root + Path,
            EventName = "type",
            MaxClients = MostClients,
            Pumps = 1,
        };

    [LoggerMessage(LogLevel.Error, "the live stream of the dashboard broke")]
    private static partial void Broke(ILogger logger, Exception fault);

    /// <summary>A stream, for as long as somebody looks.</summary>
    private sealed record Watch(SseSink Sink, CancellationTokenSource Stopping, Task Running)
    {
        /// <summary>How many are being answered.</summary>
        public int Entering { get; set; }

        /// <summary>Whether nobody was there at the last look.</summary>
        public bool WasEmpty { get; set; }
    }
}
