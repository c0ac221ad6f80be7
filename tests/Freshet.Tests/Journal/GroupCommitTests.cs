using System.Diagnostics.Metrics;
using Freshet.Events;
using Freshet.Journal;
using Freshet.Telemetry;
using Freshet.Telemetry.Readings;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Win32.SafeHandles;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Journal;

/// <summary>One caller waits for one sync, a thousand wait for about one as well, and nobody sees what is not synced.</summary>
public sealed class GroupCommitTests : IDisposable
{
    private static readonly TimeSpan Watchdog = TimeSpan.FromSeconds(60);

    private readonly JournalFiles files = new();
    private readonly SlowDisk disk = new();
    private readonly CancellationToken cancellation = TestContext.Current.CancellationToken;

    public GroupCommitTests() => files.Settings = files.Settings with { Sync = SyncPolicy.Always };

    public void Dispose()
    {
        disk.Dispose();
        files.Dispose();
    }

    [Fact]
    public async Task Thousand_callers_wait_for_one_sync_together()
    {
        await using var journal = files.Open(disk.Flush);
        var first = journal.AppendAsync(SampleEvents.Encoded(0), cancellation).AsTask();
        await disk.IsAsked().WaitAsync(Watchdog, cancellation);
        var rest = Enumerable
            .Range(1, 1000)
            .Select(id => journal.AppendAsync(SampleEvents.Encoded(id), cancellation).AsTask())
            .ToList();
        disk.Answer();
        await disk.IsAsked().WaitAsync(Watchdog, cancellation);
        rest.ShouldAllBe(append => !append.IsCompleted);
        disk.Answer();

        await Task.WhenAll(rest.Append(first)).WaitAsync(Watchdog, cancellation);
        disk.Flushes.ShouldBe(2);
        journal.LastSequence.ShouldBe(1001);
    }

    [Fact]
    public async Task What_is_written_and_how_long_it_takes_is_measured()
    {
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var instruments = new Instruments(services.GetRequiredService<IMeterFactory>());
        using var meter = new MeterReader(instruments.Meter);
        await using (
            var journal = files.Open(
                _ => files.Time.Advance(TimeSpan.FromMilliseconds(20)),
                instruments.Journal
            )
        )
        {
            await journal.AppendAsync(SampleEvents.Encoded(1, 2), cancellation);
            await journal.AppendAsync(SampleEvents.Encoded(3), cancellation);
        }

        var read = meter.Read().ToDictionary(reading => reading.Name, reading => reading.Series);
        var segment = files.Segments().ShouldHaveSingleItem();
        var boundaries = JournalFiles.Boundaries(segment);
        read["freshet.journal.io"]
            .ShouldHaveSingleItem()
            .Value.ShouldBe(boundaries[^1] - boundaries[0]);
        foreach (var name in new[] { "write", "sync" })
        {
            var durations = read[$"freshet.journal.{name}.duration"].ShouldHaveSingleItem();
            durations.Value.ShouldBe(2, name);
            durations.Sum.ShouldBe(0.04, 0.001);
        }
    }

    [Fact]
    public async Task Nobody_sees_an_event_before_it_is_synced()
    {
        await using var journal = files.Open(disk.Flush);
        var append = journal.AppendAsync(SampleEvents.Encoded(1), cancellation).AsTask();
        using var reader = journal.OpenReader(0);
        var wait = reader.WaitAsync(cancellation).AsTask();
        await disk.IsAsked().WaitAsync(Watchdog, cancellation);

        journal.LastSequence.ShouldBe(0);
        journal.TryFind("1", out _).ShouldBeFalse();
        reader.Read(new Entry[1]).ShouldBe(default);
        wait.IsCompleted.ShouldBeFalse();
        append.IsCompleted.ShouldBeFalse();

        disk.Answer();
        await append.WaitAsync(Watchdog, cancellation);
        await wait.WaitAsync(Watchdog, cancellation);
        reader.Read(new Entry[1]).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Repeat_of_an_event_that_is_not_synced_yet_waits_for_it()
    {
        await using var journal = files.Open(disk.Flush);
        var first = journal.AppendAsync(SampleEvents.Encoded(0), cancellation).AsTask();
        await disk.IsAsked().WaitAsync(Watchdog, cancellation);
        var one = journal.AppendAsync(SampleEvents.Encoded(1, 2), cancellation).AsTask();
        var repeat = journal.AppendAsync(SampleEvents.Encoded(2, 1, 0), cancellation).AsTask();
        disk.Answer();
        await disk.IsAsked().WaitAsync(Watchdog, cancellation);
        repeat.IsCompleted.ShouldBeFalse();
        disk.Answer();

        (await first).ShouldBe(0);
        (await one).ShouldBe(0);
        (await repeat).ShouldBe(3);
        journal.LastSequence.ShouldBe(3);
    }

    [Fact]
    public async Task Caller_that_stops_waiting_does_not_stop_the_append()
    {
        await using var journal = files.Open(disk.Flush);
        using var impatient = new CancellationTokenSource();
        var append = journal.AppendAsync(SampleEvents.Encoded(1), impatient.Token).AsTask();
        await disk.IsAsked().WaitAsync(Watchdog, cancellation);
        await impatient.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(append);

        disk.Answer();
        using var reader = journal.OpenReader(0);
        await reader.WaitAsync(cancellation).AsTask().WaitAsync(Watchdog, cancellation);
        reader.Read(new Entry[1]).Count.ShouldBe(1);
    }

    [Fact]
    public async Task What_waits_when_the_journal_is_closed_is_still_written()
    {
        var journal = files.Open(disk.Flush);
        var first = journal.AppendAsync(SampleEvents.Encoded(1), cancellation).AsTask();
        await disk.IsAsked().WaitAsync(Watchdog, cancellation);
        var second = journal.AppendAsync(SampleEvents.Encoded(2), cancellation).AsTask();
        var closing = journal.DisposeAsync().AsTask();
        await Should.ThrowAsync<JournalUnavailableException>(async () =>
            await journal.AppendAsync(SampleEvents.Encoded(3), cancellation)
        );
        disk.Answer();
        disk.Answer();
        await closing.WaitAsync(Watchdog, cancellation);

        (await first).ShouldBe(0);
        (await second).ShouldBe(0);
        await using var reopened = files.Open();
        reopened.LastSequence.ShouldBe(2);
    }

    [Theory]
    [InlineData("always", 3)]
    [InlineData("never", 0)]
    [InlineData("interval", 1)]
    public async Task Syncs_are_as_many_as_the_policy_says(string policy, int flushes)
    {
        files.Settings = files.Settings with
        {
            Sync = policy switch
            {
                "always" => SyncPolicy.Always,
                "never" => SyncPolicy.Never,
                _ => SyncPolicy.Every(TimeSpan.FromMilliseconds(100)),
            },
        };
        var counted = 0;
        await using (var journal = files.Open(_ => counted++))
        {
            for (var id = 0; id < 3; id++)
            {
                await journal.AppendAsync(SampleEvents.Encoded(id), cancellation);
            }
            files.Time.Fire();
            files.Time.Fire();
        }
        counted.ShouldBe(flushes);
    }

    /// <summary>A disk that syncs when a test says so.</summary>
    private sealed class SlowDisk : IDisposable
    {
        private readonly SemaphoreSlim asked = new(0);
        private readonly SemaphoreSlim answers = new(0);
        private int flushes;

        public int Flushes => Volatile.Read(ref flushes);

        public void Flush(SafeFileHandle file)
        {
            Interlocked.Increment(ref flushes);
            asked.Release();
            answers.Wait(Watchdog).ShouldBeTrue();
        }

        /// <summary>Ends when it has been asked for one more sync.</summary>
        public Task IsAsked() => asked.WaitAsync();

        /// <summary>Lets one sync come to its end.</summary>
        public void Answer() => answers.Release();

        public void Dispose()
        {
            asked.Dispose();
            answers.Dispose();
        }
    }
}
