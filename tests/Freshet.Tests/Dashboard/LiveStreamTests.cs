using System.Diagnostics.Metrics;
using Freshet.Dashboard;
using Freshet.Journal;
using Freshet.Management;
using Freshet.Pipelines;
using Freshet.Telemetry;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Dashboard;

/// <summary>When the dashboard's stream runs.</summary>
public sealed class LiveStreamTests : IAsyncDisposable
{
    private readonly ServiceProvider services = new ServiceCollection()
        .AddMetrics()
        .BuildServiceProvider();
    private readonly MemoryJournal journal = new(new RetentionOptions(), TimeProvider.System);
    private readonly LiveStream live;

    public LiveStreamTests()
    {
        var management = new ManagementAccess(null);
        var context = new SinkContext
        {
            Name = "dashboard",
            Loggers = NullLoggerFactory.Instance,
            Time = TimeProvider.System,
            Instruments = new Instruments(services.GetRequiredService<IMeterFactory>()),
            RootUrl = "http://localhost",
            Transformers = new TransformerChain([], 1),
        };
        var session = new DashboardSession(
            null,
            management,
            context.RootUrl,
            null,
            context.Time,
            NullLogger.Instance
        );
        live = new(
            journal,
            context,
            new DashboardAccess(new(), management, session),
            NullLogger.Instance
        );
    }

    public async ValueTask DisposeAsync()
    {
        await live.DisposeAsync();
        await journal.DisposeAsync();
        await services.DisposeAsync();
    }

    [Fact]
    public async Task It_runs_from_the_first_who_looks_until_some_time_after_the_last()
    {
        live.IsRunning.ShouldBeFalse();
        live.Look();
        live.IsRunning.ShouldBeFalse();

        using var leaving = new CancellationTokenSource();
        var looking = live.ServeAsync(NewRequest(leaving.Token));
        live.Look();
        live.Look();
        live.IsRunning.ShouldBeTrue();

        await leaving.CancelAsync();
        await looking;
        await NobodyIsThereAsync();
        live.Look();
        live.IsRunning.ShouldBeTrue();
        live.Look();
        live.IsRunning.ShouldBeFalse();
    }

    [Fact]
    public async Task Who_comes_back_soon_finds_it_running_and_who_comes_late_gets_another()
    {
        await LookAsync();
        live.Look();
        await LookAsync();
        live.Look();
        live.IsRunning.ShouldBeTrue();
        live.Look();
        live.IsRunning.ShouldBeFalse();

        (await LookAsync()).Response.StatusCode.ShouldBe(200);

        live.IsRunning.ShouldBeTrue();
    }

    [Fact]
    public async Task Once_it_was_ended_nobody_gets_it()
    {
        await LookAsync();
        await live.DisposeAsync();

        live.IsRunning.ShouldBeFalse();
        (await LookAsync()).Response.StatusCode.ShouldBe(503);
    }

    /// <summary>Looks, and leaves at once.</summary>
    private async Task<HttpContext> LookAsync()
    {
        using var leaving = new CancellationTokenSource();
        var http = NewRequest(leaving.Token);
        var looking = live.ServeAsync(http);
        await leaving.CancelAsync();
        await looking;
        await NobodyIsThereAsync();
        return http;
    }

    /// <summary>Returns once the last one is counted out, on a thread of the stream.</summary>
    private async Task NobodyIsThereAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (live.Clients > 0)
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private DefaultHttpContext NewRequest(CancellationToken aborted)
    {
        var http = new DefaultHttpContext { RequestServices = services };
        http.Request.Method = "GET";
        http.Response.Body = new MemoryStream();
        http.Features.Set<IHttpRequestLifetimeFeature>(
            new HttpRequestLifetimeFeature { RequestAborted = aborted }
        );
        return http;
    }
}
