using System.Text;
using Freshet.Events;
using Freshet.Sinks.Sse.Frames;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Sinks.Sse;

public sealed class FrameRingTests
{
    [Fact]
    public void Keeps_the_last_frames_at_their_positions()
    {
        Prop.ForAll(
                Gen.Choose(1, 20).ToArbitrary(),
                Gen.Choose(0, 100).ToArbitrary(),
                (capacity, added) =>
                {
                    var ring = new FrameRing(capacity);
                    for (var i = 0; i < added; i++)
                    {
                        ring.Add(Numbered(i));
                    }
                    ring.Next.ShouldBe(added);
                    ring.Oldest.ShouldBe(Math.Max(0, added - capacity));
                    for (var i = 0; i < added; i++)
                    {
                        var frame = ring.Find(i);
                        if (i < ring.Oldest)
                        {
                            frame.ShouldBeNull();
                        }
                        else
                        {
                            Number(frame.ShouldNotBeNull()).ShouldBe(i);
                        }
                    }
                }
            )
            .QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(64)]
    public async Task Reader_that_is_overtaken_never_takes_one_frame_for_another(int capacity)
    {
        const long frames = 500_000;
        var cancellation = TestContext.Current.CancellationToken;
        var ring = new FrameRing(capacity);

        var readers = Enumerable
            .Range(0, 2)
            .Select(_ => Task.Run(() => Follow(ring, frames), cancellation))
            .ToList();
        var writer = Task.Run(
            () =>
            {
                for (var i = 0L; i < frames; i++)
                {
                    ring.Add(Numbered(i));
                }
            },
            cancellation
        );
        await writer;
        foreach (var (read, skipped) in await Task.WhenAll(readers))
        {
            // Every frame was either read as what it is, or counted as gone.
            (read + skipped).ShouldBe(frames);
            read.ShouldBeGreaterThan(0);
        }
    }

    private static Frame Numbered(long n) =>
        new(
            new(n + 1, 1),
            FramePlace.EndOf(n + 1),
            DateTimeOffset.UnixEpoch,
            SseFrame.Comment($"{n}")
        );

    private static long Number(Frame frame) =>
        long.Parse(Encoding.UTF8.GetString(frame.Bytes.Plain.Span)[2..]);

    private static (long Read, long Skipped) Follow(FrameRing ring, long frames)
    {
        var (position, read, skipped) = (0L, 0L, 0L);
        while (position < frames)
        {
            if (position >= ring.Next)
            {
                continue;
            }
            if (ring.Find(position) is { } frame)
            {
                if (Number(frame) != position)
                {
                    throw new InvalidOperationException(
                        $"frame {Number(frame)} stood at {position}"
                    );
                }
                read++;
                position++;
            }
            else
            {
                var oldest = ring.Oldest;
                skipped += oldest - position;
                position = oldest;
            }
        }
        return (read, skipped);
    }
}
