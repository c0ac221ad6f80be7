using System.Buffers;
using Freshet.Http;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Http;

public sealed class CollectedBodyTests
{
    [Fact]
    public void Nothing_is_there_before_something_came()
    {
        var body = new CollectedBody(announced: 100);
        body.Length.ShouldBe(0);
        body.Content.ToArray().ShouldBeEmpty();
        body.Add(ReadOnlySequence<byte>.Empty);
        body.Content.ToArray().ShouldBeEmpty();
    }

    [Fact]
    public void Pieces_are_put_together_whatever_was_announced() =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(300),
            Prop.ForAll(
                Gen.Choose(0, 20_000).ListOf().ToArbitrary(),
                Gen.OneOf(
                        Gen.Constant<long?>(null),
                        Gen.Constant<long?>(long.MaxValue),
                        Gen.Choose(0, 200_000).Select(length => (long?)length)
                    )
                    .ToArbitrary(),
                (sizes, announced) =>
                {
                    var all = new byte[sizes.Sum()];
                    new Random(1).NextBytes(all);
                    var body = new CollectedBody(announced);
                    var came = 0;
                    foreach (var size in sizes)
                    {
                        body.Add(InTwo(all.AsMemory(came, size)));
                        came += size;
                        body.Length.ShouldBe(came);
                        body.Content.Span.SequenceEqual(all.AsSpan(0, came)).ShouldBeTrue();
                    }
                }
            )
        );

    [Fact]
    public void Body_that_is_as_long_as_announced_is_set_aside_once()
    {
        var body = new CollectedBody(announced: 10_000);
        body.Add(new(new byte[1]));
        var allocated = Allocated(() => body.Add(new(new byte[9_999])));
        allocated.ShouldBeLessThan(2 * 10_000);
        body.Length.ShouldBe(10_000);
    }

    [Fact]
    public void Announcing_a_large_body_takes_no_memory()
    {
        var piece = new byte[10];
        Allocated(() => new CollectedBody(announced: 1L << 40).Add(new(piece)))
            .ShouldBeLessThan(100_000);
    }

    [Fact]
    public void What_was_announced_is_set_aside_only_as_bytes_come()
    {
        var piece = new byte[64 * 1024];
        var body = new CollectedBody(announced: 100L << 20);
        // What it holds at the end, at most four times what came, and what it held before.
        Allocated(() =>
            {
                for (var i = 0; i < 17; i++)
                {
                    body.Add(new(piece));
                }
            })
            .ShouldBeLessThan(6 * 17 * piece.Length);
    }

    private static long Allocated(Action action)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    /// <summary>As it comes off a socket: in several blocks.</summary>
    private static ReadOnlySequence<byte> InTwo(ReadOnlyMemory<byte> bytes)
    {
        var first = new Block(bytes[..(bytes.Length / 2)]);
        var second = first.Then(bytes[(bytes.Length / 2)..]);
        return new(first, 0, second, second.Memory.Length);
    }

    private sealed class Block : ReadOnlySequenceSegment<byte>
    {
        public Block(ReadOnlyMemory<byte> memory) => Memory = memory;

        public Block Then(ReadOnlyMemory<byte> memory)
        {
            var next = new Block(memory) { RunningIndex = RunningIndex + Memory.Length };
            Next = next;
            return next;
        }
    }
}
