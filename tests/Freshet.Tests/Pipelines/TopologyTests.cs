using System.Diagnostics.Metrics;
using Freshet.Journal;
using Freshet.Pipelines;
using Freshet.Telemetry;
using Freshet.Tests.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Pipelines;

public sealed class TopologyTests : IDisposable
{
    private const string TwoOfEach = """
        [sources]
        a.extractor.type = "hook"
        b.extractor.type = "hook"
        [sinks]
        c.type = "stream"
        d.type = "stream"
        """;

    private static readonly TimeSpan Watchdog = TimeSpan.FromSeconds(30);

    private readonly FakeComponents components = new();
    private readonly ServiceProvider services = new ServiceCollection()
        .AddMetrics()
        .BuildServiceProvider();
    private readonly CancellationToken cancellation = TestContext.Current.CancellationToken;

    public void Dispose() => services.Dispose();

    [Fact]
    public async Task Sinks_start_before_sources_and_end_after_them()
    {
        using var topology = Build(TwoOfEach);
        topology.Start(() => throw new InvalidOperationException("nothing is broken"));
        components.History.ShouldBe(["+c", "+d", "+a", "+b"]);

        await topology.StopAsync().WaitAsync(Watchdog, cancellation);
        components.History.Skip(4).Take(2).ShouldBe(["-a", "-b"], ignoreOrder: true);
        components.History.Skip(6).ShouldBe(["-c", "-d"], ignoreOrder: true);
        topology.HasFailed.ShouldBeFalse();
    }

    [Fact]
    public async Task Sinks_run_until_the_last_source_has_answered_for_what_it_took()
    {
        var answered = new TaskCompletionSource();
        components.Behaviour["a"] = _ => answered.Task;
        using var topology = Build(TwoOfEach);
        topology.Start(() => { });

        var stopping = topology.StopAsync();
        stopping.IsCompleted.ShouldBeFalse();
        components.History.ShouldNotContain("-c");
        answered.SetResult();
        await stopping.WaitAsync(Watchdog, cancellation);
        components.History.ShouldContain("-c");
    }

    [Theory]
    [InlineData("a", true)]
    [InlineData("c", true)]
    [InlineData("a", false)]
    [InlineData("c", false)]
    public async Task Broken_component_is_told_once_and_the_rest_can_be_stopped(
        string name,
        bool atOnce
    )
    {
        components.Behaviour[name] = async _ =>
        {
            if (!atOnce)
            {
                await Task.Yield();
            }
            throw new InvalidOperationException("a bug");
        };
        using var topology = Build(TwoOfEach);
        var broken = new TaskCompletionSource();
        topology.Start(broken.SetResult);
        await broken.Task.WaitAsync(Watchdog, cancellation);
        topology.HasFailed.ShouldBeTrue();
        await topology.StopAsync().WaitAsync(Watchdog, cancellation);
        components.History.Count(what => what[0] == '-').ShouldBe(3);
    }

    [Fact]
    public async Task Component_that_throws_before_it_waits_is_broken_too()
    {
        var catalog = components.Catalog.Sink<FakeOptions>("thrower", (_, _) => new Thrower());
        using var topology = Build("[sinks.x]\ntype = \"thrower\"", catalog);
        var broken = 0;
        topology.Start(() => broken++);
        broken.ShouldBe(1);
        topology.HasFailed.ShouldBeTrue();
        await topology.StopAsync().WaitAsync(Watchdog, cancellation);
    }

    [Fact]
    public async Task Component_that_ends_by_its_cancellation_is_not_broken()
    {
        components.Behaviour["a"] = stopping =>
            Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stopping);
        components.Behaviour["c"] = components.Behaviour["a"];
        using var topology = Build(TwoOfEach);
        var broken = 0;
        topology.Start(() => broken++);
        await topology.StopAsync().WaitAsync(Watchdog, cancellation);
        broken.ShouldBe(0);
        topology.HasFailed.ShouldBeFalse();
    }

    [Fact]
    public async Task What_was_never_started_can_be_stopped()
    {
        using var topology = Build(TwoOfEach);
        await topology.StopAsync();
        components.History.ShouldBeEmpty();
    }

    private Topology Build(string toml, ComponentCatalog? catalog = null)
    {
        var loaded = Loaded.From(toml);
        var blueprint = new BlueprintReader(catalog ?? components.Catalog, loaded.Reader, []).Read(
            loaded.Root
        );
        loaded.Messages.ShouldBeEmpty();
        return new Topology(
            blueprint,
            new MemoryJournal(new RetentionOptions(), new ManualTime()),
            new TopologySettings(
                new PipelineOptions(),
                "http://localhost",
                NullLoggerFactory.Instance,
                new ManualTime(),
                new Instruments(services.GetRequiredService<IMeterFactory>())
            )
        );
    }

    private sealed class Thrower : ISink
    {
        public Task RunAsync(IJournal input, CancellationToken stopping) =>
            throw new InvalidOperationException("a bug");
    }
}
