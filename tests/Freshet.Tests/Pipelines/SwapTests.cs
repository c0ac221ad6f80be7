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

/// <summary>In which order a topology takes the place of another.</summary>
public sealed class SwapTests : IDisposable
{
    private const string First = """
        [sources]
        a.extractor = { type = "hook", variable = "A" }
        b.extractor = { type = "hook", variable = "A" }
        [sinks]
        c = { type = "stream", variable = "A" }
        d = { type = "stream", variable = "A" }
        """;

    private static readonly TimeSpan Watchdog = TimeSpan.FromSeconds(30);

    private readonly FakeComponents components = new();
    private readonly ServiceProvider services = new ServiceCollection()
        .AddMetrics()
        .BuildServiceProvider();
    private readonly TopologySettings settings;
    private readonly MemoryJournal journal = new(new RetentionOptions(), new ManualTime());
    private int broken;

    public SwapTests() =>
        settings = new(
            new PipelineOptions(),
            "http://localhost",
            NullLoggerFactory.Instance,
            new ManualTime(),
            new Instruments(services.GetRequiredService<IMeterFactory>())
        );

    public void Dispose() => services.Dispose();

    [Fact]
    public async Task What_is_the_same_runs_on_and_what_has_a_cursor_ends_before_the_next_begins()
    {
        using var before = Build(First);
        before.Start(Break);
        var after = Build(
            First
                .Replace(
                    "b.extractor = { type = \"hook\", variable = \"A\" }",
                    "b.extractor = { type = \"hook\", variable = \"B\" }"
                )
                .Replace(
                    "d = { type = \"stream\", variable = \"A\" }",
                    "d = { type = \"stream\", variable = \"B\" }\ne = { type = \"stream\", variable = \"A\" }"
                ),
            before
        );

        var swap = new Swap(before, after);
        await RunAsync(swap);

        swap.Kept.ShouldBe(["sinks.c", "sources.a"]);
        swap.Changed.ShouldBe(["sinks.d", "sources.b"]);
        swap.Added.ShouldBe(["sinks.e"]);
        swap.Removed.ShouldBeEmpty();
        components.History.Skip(4).ShouldBe(["+e", "-d", "+d", "-b", "+b"]);
        after.Sources[0].Source.ShouldBeSameAs(before.Sources[0].Source);
        await after.StopAsync().WaitAsync(Watchdog, TestContext.Current.CancellationToken);
        components.History.Count(what => what == "-a").ShouldBe(1);
        broken.ShouldBe(0);
    }

    [Fact]
    public async Task Component_that_breaks_as_it_leaves_does_not_end_the_process()
    {
        components.Behaviour["a"] = async stopping =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stopping)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw new InvalidOperationException("a bug");
        };
        using var before = Build(First);
        before.Start(Break);
        using var after = Build(
            First.Replace("a.extractor = { type = \"hook\", variable = \"A\" }", ""),
            before
        );

        await RunAsync(new Swap(before, after));

        broken.ShouldBe(0);
        after.HasFailed.ShouldBeFalse();
        await after.StopAsync().WaitAsync(Watchdog, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Component_that_breaks_after_it_was_kept_ends_it_as_ever()
    {
        var go = new TaskCompletionSource();
        components.Behaviour["a"] = async _ =>
        {
            await go.Task;
            throw new InvalidOperationException("a bug");
        };
        using var before = Build(First);
        before.Start(Break);
        using var after = Build(
            First.Replace("variable = \"A\" }\n[sinks]", "variable = \"B\" }\n[sinks]"),
            before
        );
        await RunAsync(new Swap(before, after));

        go.SetResult();
        await after.StopAsync().WaitAsync(Watchdog, TestContext.Current.CancellationToken);

        broken.ShouldBe(1);
        after.HasFailed.ShouldBeTrue();
    }

    private void Break() => Interlocked.Increment(ref broken);

    private Task RunAsync(Swap swap) =>
        swap.RunAsync(() => { }, TimeSpan.Zero, Break)
            .WaitAsync(Watchdog, TestContext.Current.CancellationToken);

    private Topology Build(string toml, Topology? before = null)
    {
        var loaded = Loaded.From(toml, new Dictionary<string, string> { ["A"] = "1", ["B"] = "2" });
        var blueprint = new BlueprintReader(components.Catalog, loaded.Reader, []).Read(
            loaded.Root
        );
        loaded.Messages.ShouldBeEmpty();
        return new Topology(blueprint, journal, settings, before);
    }
}
