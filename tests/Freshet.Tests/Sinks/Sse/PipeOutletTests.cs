using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using Freshet.Sinks.Sse.Pumping;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Sinks.Sse;

/// <summary>A response that its handler waits for while a pump writes to it.</summary>
public sealed class PipeOutletTests : IDisposable
{
    private static readonly TimeSpan Watchdog = TimeSpan.FromSeconds(120);

    private readonly CancellationToken cancellation = TestContext.Current.CancellationToken;
    private readonly TestPump pump = new(new() { Buffer = 100 });

    /// <summary>Full with 200 bytes, and not any more with fewer than 100.</summary>
    private readonly Pipe pipe = new(
        new(
            pauseWriterThreshold: 200,
            resumeWriterThreshold: 100,
            readerScheduler: PipeScheduler.Inline,
            writerScheduler: PipeScheduler.Inline,
            useSynchronizationContext: false
        )
    );
    private readonly PipeOutlet outlet;

    public PipeOutletTests() => outlet = new PipeOutlet(pipe.Writer);

    public void Dispose() => pump.Dispose();

    [Fact]
    public void Response_gets_frames_without_chunks()
    {
        pump.Join(outlet);
        pump.Send("a", "b");
        Read().ShouldBe("retry: 3000\n\n" + TestPump.Frames("a", "b"));
    }

    [Fact]
    public void Response_that_is_full_is_given_nothing_more_until_it_was_read()
    {
        var subscriber = pump.Join(outlet);
        string[] ids = [.. Enumerable.Range(0, 6).Select(n => $"{n}")];
        pump.Send(ids);
        subscriber.State.ShouldBe(SubscriberState.Parked);
        pump.Send("later");

        Read().ShouldBe("retry: 3000\n\n" + TestPump.Frames(ids));
        pump.Work();

        subscriber.State.ShouldBe(SubscriberState.Live);
        Read().ShouldBe(TestPump.Frame("later"));
    }

    [Fact]
    public async Task Response_ends_in_good_order_with_the_server()
    {
        pump.Join(outlet);
        var response = outlet.RunAsync(CancellationToken.None);
        response.IsCompleted.ShouldBeFalse();

        pump.Pump.End();
        pump.Work();

        (await response.WaitAsync(Watchdog, cancellation)).ShouldBeTrue();
    }

    [Fact]
    public async Task Client_that_leaves_ends_its_stream_and_the_response_is_cut_off()
    {
        pump.Join(outlet);
        using var left = new CancellationTokenSource();
        var response = outlet.RunAsync(left.Token);

        await left.CancelAsync();
        pump.Work();

        (await response.WaitAsync(Watchdog, cancellation)).ShouldBeFalse();
        pump.Ends.ShouldBe([StreamEnd.ClientLeft]);
    }

    [Fact]
    public async Task Client_that_left_before_its_pump_saw_it_ends_its_stream_too()
    {
        using var left = new CancellationTokenSource();
        await left.CancelAsync();
        var response = outlet.RunAsync(left.Token);

        pump.Join(outlet);

        (await response.WaitAsync(Watchdog, cancellation)).ShouldBeFalse();
        pump.Ends.ShouldBe([StreamEnd.ClientLeft]);
    }

    [Fact]
    public async Task Response_whose_reader_is_gone_ends_its_stream()
    {
        pump.Join(outlet);
        var response = outlet.RunAsync(CancellationToken.None);

        await pipe.Reader.CompleteAsync();
        pump.Send("a");

        (await response.WaitAsync(Watchdog, cancellation)).ShouldBeFalse();
        pump.Ends.ShouldBe([StreamEnd.ClientLeft]);
    }

    [Fact]
    public async Task Response_whose_reader_goes_while_it_is_full_ends_its_stream()
    {
        pump.Join(outlet);
        var response = outlet.RunAsync(CancellationToken.None);
        pump.Send(Enumerable.Range(0, 6).Select(n => $"{n}"));

        await pipe.Reader.CompleteAsync();
        pump.Work();

        (await response.WaitAsync(Watchdog, cancellation)).ShouldBeFalse();
        pump.Ends.ShouldBe([StreamEnd.ClientLeft]);
    }

    [Fact]
    public async Task Response_that_stays_full_for_too_long_is_cut_off()
    {
        pump.Join(outlet);
        var response = outlet.RunAsync(CancellationToken.None);
        pump.Send(Enumerable.Range(0, 6).Select(n => $"{n}"));

        pump.Pass(TimeSpan.FromSeconds(61));

        (await response.WaitAsync(Watchdog, cancellation)).ShouldBeFalse();
        pump.Ends.ShouldBe([StreamEnd.TooSlow]);
    }

    private string Read()
    {
        pipe.Reader.TryRead(out var read).ShouldBeTrue();
        var text = Encoding.UTF8.GetString(read.Buffer.ToArray());
        pipe.Reader.AdvanceTo(read.Buffer.End);
        return text;
    }
}
