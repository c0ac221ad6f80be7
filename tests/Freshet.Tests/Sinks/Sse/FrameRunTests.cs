using System.Text;
using Freshet.Events;
using Freshet.Sinks.Sse.Filtering;
using Freshet.Sinks.Sse.Frames;
using Freshet.Sinks.Sse.Replaying;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Sinks.Sse;

/// <summary>What leaves in one send, and what of it a client has that took only a part.</summary>
public sealed class FrameRunTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);

    private readonly FrameRun run = new();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Cut_at_any_byte_leaves_the_rest_of_the_frame_that_was_begun(bool chunked)
    {
        var list = new Frames("a", "bb", "", "dddd");
        Fill(list, chunked: chunked);
        var whole = run.Bytes.ToArray();
        var ends = new List<int>();
        for (var i = 0; i < list.Count; i++)
        {
            ends.Add((i == 0 ? 0 : ends[^1]) + list.Find(i)!.Bytes.In(chunked).Length);
        }
        whole.Length.ShouldBe(ends[^1]);

        for (var taken = 0; taken < whole.Length; taken++)
        {
            var cut = run.From(0).CutAfter(taken);

            var whatEnds = ends.FindIndex(end => end > taken);
            cut.Frames.ShouldBe(whatEnds);
            cut.To.ShouldBe(whatEnds + 1);
            cut.Reached.ShouldBe(list.Find(whatEnds)!.Reached);
            cut.Rest.ToArray().ShouldBe(whole[taken..ends[whatEnds]]);
        }
    }

    [Fact]
    public void Cut_counts_positions_of_frames_that_the_filter_left_out()
    {
        var list = new Frames("x", "a", "x", "x", "a", "x");
        Fill(list, filter: Only("a"));
        run.From(0).Frames.ShouldBe(2);
        run.To.ShouldBe(6);
        run.Reached.ShouldBe(list.Find(5)!.Reached);
        var first = list.Find(1)!.Bytes.Chunk.Length;

        run.From(0).CutAfter(first - 1).To.ShouldBe(2);
        run.From(0).CutAfter(first).To.ShouldBe(5);
        run.From(0).CutAfter(first).Frames.ShouldBe(1);
    }

    [Fact]
    public void Run_of_which_the_filter_lets_nothing_through_moves_on_all_the_same()
    {
        var list = new Frames("x", "x");
        Fill(list, filter: Only("a"));
        run.From(0).Frames.ShouldBe(0);
        run.Bytes.IsEmpty.ShouldBeTrue();
        run.To.ShouldBe(2);
    }

    [Fact]
    public void Run_ends_before_it_is_too_large_but_has_one_frame_at_least()
    {
        var list = new Frames("a", "b", "c");
        var one = list.Find(0)!.Bytes.Chunk.Length;

        Fill(list, most: 1);
        (run.From(0).Frames, run.To).ShouldBe((1, 1));
        run.Clear();
        Fill(list, most: (2 * one) - 1);
        (run.From(0).Frames, run.To).ShouldBe((1, 1));
        run.Clear();
        Fill(list, most: 2 * one);
        (run.From(0).Frames, run.To).ShouldBe((2, 2));
    }

    [Fact]
    public void Run_ends_before_what_its_client_must_not_be_sent()
    {
        var list = new Frames("a", "b", "c");
        Fill(list, limit: new(null, 2));
        run.To.ShouldBe(2);
        run.Clear();
        Fill(list, limit: new(Noon.AddSeconds(2), long.MaxValue));
        run.To.ShouldBe(1);
    }

    [Fact]
    public void Client_in_the_midst_of_a_run_is_sent_its_end()
    {
        var list = new Frames("x", "a", "x", "bb", "a");
        Fill(list, filter: Only("a,bb"));

        for (var from = 0; from <= list.Count; from++)
        {
            var part = run.From(from);

            var wanted = Enumerable
                .Range(from, list.Count - from)
                .Where(at => at is 1 or 3 or 4)
                .Select(at => list.Find(at)!.Bytes.Chunk.ToArray())
                .ToList();
            part.Frames.ShouldBe(wanted.Count);
            part.Bytes.ToArray().ShouldBe(wanted.SelectMany(bytes => bytes));
            if (wanted.Count > 1)
            {
                var cut = part.CutAfter(wanted[0].Length + 1);
                cut.Frames.ShouldBe(1);
                cut.Rest.ToArray().ShouldBe(wanted[1][1..]);
            }
        }
    }

    [Fact]
    public void Clients_at_one_position_with_one_filter_share_a_run_and_others_do_not()
    {
        var ring = new FrameRing(10);
        for (var at = 0; at < 2; at++)
        {
            ring.Add(new Frames("a", "b").Find(at)!);
        }
        var runs = new FrameRuns();
        var filter = Only("a");
        FrameRun Get(long from, EventFilter by, bool chunked = true) =>
            runs.OfRing(ring, from, 2, by, chunked, RunLimit.None).Run;

        var first = Get(0, EventFilter.All);

        var others = new[]
        {
            Get(1, EventFilter.All),
            Get(0, filter),
            Get(0, EventFilter.All, chunked: false),
        };
        others.ShouldAllBe(other => other != first);
        Get(0, EventFilter.All).ShouldBeSameAs(first);
        Get(0, filter).ShouldBeSameAs(others[1]);
        Encoding.UTF8.GetString(others[2].Bytes.Span).ShouldNotContain("\r");
    }

    [Fact]
    public void Clients_share_a_block_wherever_in_it_they_stand()
    {
        var list = new Frames("a", "b", "c");
        var block = new CatchUpBlock(0, 3, [.. Enumerable.Range(0, 3).Select(n => list.Find(n)!)]);
        var runs = new FrameRuns();
        RunPart Get(long from) => runs.OfBlock(block, from, EventFilter.All, true, RunLimit.None);

        Get(2).Run.ShouldBeSameAs(Get(0).Run);

        Get(2).Bytes.ToArray().ShouldBe(list.Find(2)!.Bytes.Chunk.ToArray());
    }

    private static EventFilter Only(string type)
    {
        var query = new Microsoft.AspNetCore.Http.QueryCollection(
            new Dictionary<string, Microsoft.Extensions.Primitives.StringValues>
            {
                ["event_types"] = type,
            }
        );
        EventFilter.TryRead(query, out var filter, out _).ShouldBeTrue();
        return filter!;
    }

    private void Fill(
        Frames list,
        bool chunked = true,
        EventFilter? filter = null,
        RunLimit? limit = null,
        long most = long.MaxValue
    ) =>
        run.Fill(
            list,
            0,
            list.Count,
            filter ?? EventFilter.All,
            chunked,
            limit ?? RunLimit.None,
            most
        );

    /// <summary>A frame for each text, which is its type too; the n-th was taken in n seconds after noon.</summary>
    private sealed class Frames : IFrameList
    {
        private readonly List<Frame> frames = [];

        public Frames(params IEnumerable<string> texts)
        {
            var topics = new TopicTable();
            foreach (var text in texts)
            {
                var n = frames.Count + 1;
                frames.Add(
                    new(
                        new(n, 1),
                        FramePlace.EndOf(n),
                        Noon.AddSeconds(n),
                        SseFrame.Comment(text),
                        topics.Of(text, "s")
                    )
                );
            }
        }

        public int Count => frames.Count;

        public Frame? Find(long position) => frames[(int)position];
    }
}
