using System.Text;
using Freshet.Telemetry;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Telemetry;

public sealed class LogQueueTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    [Fact]
    public void Lines_are_written_in_order_by_the_time_it_is_disposed()
    {
        var output = new StringWriter();
        var lines = Enumerable.Range(0, 10_000).Select(number => $"{number}\n").ToList();
        using (var queue = new LogQueue(output, Dropped))
        {
            lines.ForEach(queue.Add);
        }

        output.ToString().ShouldBe(string.Concat(lines));
    }

    [Fact]
    public void A_full_queue_drops_lines_without_waiting_and_says_how_many()
    {
        using var output = new BlockedWriter();
        using (var queue = new LogQueue(output, Dropped, capacity: 10))
        {
            queue.Add("first\n");
            output.Reached.Wait(Limit, TestContext.Current.CancellationToken).ShouldBeTrue();
            for (var number = 0; number < 9; number++)
            {
                queue.Add($"l{number}..\n");
            }
            output.Release.Set();
        }

        output.ToString().ShouldBe("first\nl0..\nl1..\n7 dropped\n");
    }

    [Fact]
    public void What_was_dropped_since_the_start_can_be_asked_for()
    {
        using var output = new BlockedWriter();
        using var queue = new LogQueue(output, Dropped, capacity: 1);
        queue.Add("first\n");
        output.Reached.Wait(Limit, TestContext.Current.CancellationToken).ShouldBeTrue();
        queue.Add("second\n");
        queue.Dropped.ShouldBe(0);
        queue.Add("third\n");
        queue.Add("fourth\n");
        output.Release.Set();

        queue.Dropped.ShouldBe(2);
    }

    [Fact]
    public void A_line_longer_than_the_queue_is_taken_when_nothing_waits()
    {
        var output = new StringWriter();
        using (var queue = new LogQueue(output, Dropped, capacity: 1))
        {
            queue.Add("longer\n");
        }

        output.ToString().ShouldBe("longer\n");
    }

    [Fact]
    public void Every_line_is_written_or_counted_when_many_threads_add()
    {
        const int threads = 4;
        const int each = 5_000;
        var output = new StringWriter();
        using (var queue = new LogQueue(output, Dropped, capacity: 200))
        {
            var adders = Enumerable
                .Range(0, threads)
                .Select(_ => new Thread(() =>
                {
                    for (var number = 0; number < each; number++)
                    {
                        queue.Add("x\n");
                    }
                }))
                .ToList();
            adders.ForEach(thread => thread.Start());
            adders.ForEach(thread => thread.Join());
        }

        var lines = output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var written = lines.Count(line => line == "x");
        var counted = lines.Where(line => line != "x").Sum(line => int.Parse(line.Split(' ')[0]));
        (written + counted).ShouldBe(threads * each);
    }

    [Fact]
    public void Lines_that_the_output_refused_are_counted_when_it_works_again()
    {
        using var output = new BlockedWriter { Fails = true };
        output.Release.Set();
        using (var queue = new LogQueue(output, Dropped))
        {
            queue.Add("lost\n");
            output.Failed.Wait(Limit, TestContext.Current.CancellationToken).ShouldBeTrue();
            output.Fails = false;
            queue.Add("kept\n");
        }

        output.ToString().ShouldBe("kept\n1 dropped\n");
    }

    private static string Dropped(long count) => $"{count} dropped\n";

    /// <summary>Waits at its first write until released, and fails where told to.</summary>
    private sealed class BlockedWriter : StringWriter
    {
        public ManualResetEventSlim Reached { get; } = new();
        public ManualResetEventSlim Release { get; } = new();
        public ManualResetEventSlim Failed { get; } = new();
        public volatile bool Fails;

        public override void Write(StringBuilder? value)
        {
            Reached.Set();
            Release.Wait(Limit).ShouldBeTrue();
            if (Fails)
            {
                Failed.Set();
                throw new IOException("the pipe is closed");
            }
            base.Write(value);
        }
    }
}
