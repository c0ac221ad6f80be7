using Freshet.Sinks.Sse;
using Freshet.Sinks.Sse.Pumping;
using Freshet.Transformers;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Sinks.Sse;

public sealed class FrameCursorTests
{
    private const string Noon = "2026-01-02T03:04:05.000Z";

    [Fact]
    public void New_client_gets_what_comes_after_it_joined_even_where_the_ring_is_not_there_yet()
    {
        var stream = new TestStream(new());
        stream.Append("a", "b");
        var cursor = stream.Join();
        stream.Append("c");
        stream.Publish();
        stream.Take(cursor).ShouldBe(["c"]);
    }

    [Fact]
    public void New_client_first_gets_the_last_ones_where_the_endpoint_says_so()
    {
        var stream = new TestStream(new() { Replay = 2, Buffer = 1 });
        stream.Append("a", "b", "c");
        stream.Publish();
        var cursor = stream.Join();
        stream.Append("d");
        stream.Publish();
        stream.Take(cursor).ShouldBe(["b", "c", "d"]);
    }

    [Fact]
    public void New_client_gets_no_more_than_there_is()
    {
        var stream = new TestStream(new() { Replay = 10 }, retention: 2);
        stream.Append("a", "b", "c");
        stream.Publish();
        stream.Take(stream.Join()).ShouldBe(["b", "c"]);
    }

    [Fact]
    public void Client_whose_last_event_is_gone_is_told_and_gets_what_is_kept()
    {
        var stream = new TestStream(new(), retention: 2);
        stream.Append("a", "b", "c");
        stream.Publish();
        var cursor = stream.Join("a");
        stream
            .Take(cursor)
            .ShouldBe([
                $"replay: \"a\" is not in the journal: it was removed, or never was there; the oldest event kept is \"b\" of {Noon}, and what is kept follows",
                "b",
                "c",
            ]);
    }

    [Fact]
    public void Client_with_an_id_of_an_empty_journal_is_told_and_gets_what_comes()
    {
        var stream = new TestStream(new());
        var cursor = stream.Join("of a journal that was lost");
        stream.Append("a");
        stream.Publish();
        stream
            .Take(cursor)
            .ShouldBe([
                "replay: \"of a journal that was lost\" is not in the journal: it was removed, or never was there; the journal is empty, and the stream goes on with what comes",
                "a",
            ]);
    }

    [Theory]
    [InlineData("\n\nevent: forged", "\"%0A%0Aevent: forged\" is not")]
    [InlineData("a\0", "\"a%00\" is not")]
    public void Id_that_no_event_can_have_is_unknown_and_forges_nothing(string id, string told)
    {
        var stream = new TestStream(new());
        stream.Append("a");
        stream.Take(stream.Join(id))[0].ShouldContain(told);
    }

    [Fact]
    public void Id_of_any_length_is_answered_in_short()
    {
        var stream = new TestStream(new());
        stream.Append("a");
        stream.Publish();
        var told = stream.Take(stream.Join(new string('x', 1_000_000)));
        told[0].Length.ShouldBeLessThan(400);
        told[1].ShouldBe("a");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1000)]
    public void No_more_is_replayed_than_the_limit_and_what_is_left_out_is_told(int buffer)
    {
        var stream = new TestStream(new() { ReplayLimit = 2, Buffer = buffer });
        stream.Append("a", "b", "c", "d", "e");
        stream.Publish();
        var cursor = stream.Join("unknown");
        stream.Append("f");
        stream.Publish();
        var taken = stream.Take(cursor);
        taken[1..3].ShouldBe(["a", "b"]);
        taken[3]
            .ShouldBe(
                $"replay: 3 events are left out here, since at most 2 are replayed: from \"c\" of {Noon} to \"e\" of {Noon}; ask for them with ?since={Noon}"
            );
        taken[4..].ShouldBe(["f"]);
        cursor.Skipped.ShouldBe(0);
    }

    [Fact]
    public void As_many_as_the_limit_are_replayed_without_a_word()
    {
        var stream = new TestStream(new() { ReplayLimit = 3 });
        stream.Append("a", "b", "c");
        stream.Publish();
        var cursor = stream.Join("unknown");
        stream.Take(cursor)[1..].ShouldBe(["a", "b", "c"]);
    }

    [Fact]
    public void What_is_gone_while_a_client_catches_up_is_told()
    {
        var stream = new TestStream(new() { Buffer = 1, OnLag = LagPolicy.Replay }, retention: 3);
        stream.Append("a", "b", "c");
        stream.Publish();
        var cursor = stream.Join("a");
        stream.Append("d", "e", "f");
        stream.Publish();
        stream
            .Take(cursor)
            .ShouldBe([
                $"replay: 2 events are gone from the journal; the stream goes on with \"d\" of {Noon}",
                "d",
                "e",
                "f",
            ]);
        cursor.Skipped.ShouldBe(2);
    }

    [Fact]
    public void Slow_client_misses_nothing_where_the_endpoint_replays()
    {
        var stream = new TestStream(new() { Buffer = 2, OnLag = LagPolicy.Replay });
        var cursor = stream.Join();
        var ids = Enumerable.Range(0, 100).Select(n => $"{n}").ToList();
        foreach (var id in ids)
        {
            stream.Append(id);
            stream.Publish();
        }
        stream.Take(cursor).ShouldBe(ids);
        cursor.Skipped.ShouldBe(0);
        cursor.IsInRing.ShouldBeTrue();
    }

    [Fact]
    public void Slow_client_is_told_and_ended_where_the_endpoint_disconnects()
    {
        var stream = new TestStream(new() { Buffer = 2, OnLag = LagPolicy.Disconnect });
        var cursor = stream.Join();
        stream.Append("a");
        stream.Publish();
        stream.Take(cursor).ShouldBe(["a"]);
        stream.Append("b", "c", "d");
        stream.Publish();
        stream
            .Take(cursor, int.MaxValue, out var turn)
            .ShouldBe([
                "lagged: 1 messages behind; the stream ends here, connect again with the last event id to get them",
            ]);
        turn.ShouldBe(CursorTurn.Ended);
        cursor.End.ShouldBe(StreamEnd.Lagged);
    }

    [Fact]
    public void Client_that_has_some_of_what_comes_of_an_event_gets_the_rest()
    {
        var stream = new TestStream(new() { Buffer = 1 }, transformers: TestStream.Split());
        stream.Append(("a", 3), ("b", 0), ("c", 2));
        stream.Publish();
        string[] all = ["a", "a#2", "a#3", "c", "c#2"];
        for (var i = 0; i < all.Length; i++)
        {
            var cursor = stream.Join(all[i]);
            stream.Take(cursor).ShouldBe(all[(i + 1)..]);
        }
    }

    [Fact]
    public void Id_that_looks_like_that_of_a_second_frame_is_told_from_it()
    {
        var stream = new TestStream(new() { Buffer = 1 }, transformers: TestStream.Split());
        stream.Append(("a", 2), ("a#2", 2));
        stream.Publish();
        string[] all = ["a", "a#2", "a#2#1", "a#2#2"];
        for (var i = 0; i < all.Length; i++)
        {
            var cursor = stream.Join(all[i]);
            stream.Take(cursor).ShouldBe(all[(i + 1)..]);
        }
    }

    [Fact]
    public void Without_transformers_such_an_id_is_the_events_own()
    {
        var stream = new TestStream(new());
        stream.Append("a", "a#2", "b");
        stream.Publish();
        var cursor = stream.Join("a#2");
        stream.Take(cursor).ShouldBe(["b"]);
        var other = stream.Join("b#7");
        stream.Take(other).ShouldBeEmpty();
    }

    [Fact]
    public void Span_is_what_the_journal_took_in_from_its_beginning_to_before_its_end()
    {
        var stream = new TestStream(new());
        var times = AppendEachMinute(stream, "a", "b", "c", "d");
        var cursor = stream.Join(since: times[1], until: times[3]);
        stream.Take(cursor, int.MaxValue, out var turn).ShouldBe(["b", "c"]);
        turn.ShouldBe(CursorTurn.Ended);
        cursor.End.ShouldBe(StreamEnd.SpanOver);
    }

    [Fact]
    public void Span_that_is_not_over_is_live_until_then()
    {
        var stream = new TestStream(new());
        var cursor = stream.Join(until: stream.Time.GetUtcNow().AddMinutes(2));
        AppendEachMinute(stream, "a", "b");
        stream.Take(cursor, int.MaxValue, out var turn).ShouldBe(["a", "b"]);
        turn.ShouldBe(CursorTurn.Ended);

        var other = stream.Join(until: stream.Time.GetUtcNow().AddTicks(1));
        stream.Take(other, int.MaxValue, out turn).ShouldBeEmpty();
        turn.ShouldBe(CursorTurn.Idle);
        stream.Time.Advance(TimeSpan.FromTicks(1));
        stream.Take(other, int.MaxValue, out turn).ShouldBeEmpty();
        turn.ShouldBe(CursorTurn.Ended);
    }

    [Fact]
    public void Span_does_not_end_before_the_ring_has_what_belongs_to_it()
    {
        var stream = new TestStream(new());
        stream.Append("a");
        stream.Publish();
        var cursor = stream.Join(until: stream.Time.GetUtcNow().AddMinutes(1));
        stream.Append("b");
        stream.Time.Advance(TimeSpan.FromMinutes(2));
        stream.Take(cursor, int.MaxValue, out var turn).ShouldBeEmpty();
        turn.ShouldBe(CursorTurn.Idle);
        stream.Publish();
        stream.Take(cursor, int.MaxValue, out turn).ShouldBe(["b"]);
        turn.ShouldBe(CursorTurn.Ended);
    }

    [Fact]
    public void Span_that_begins_before_the_oldest_event_kept_is_told_so()
    {
        var stream = new TestStream(new(), retention: 2);
        var times = AppendEachMinute(stream, "a", "b", "c");
        stream.Take(stream.Join(since: times[1].AddTicks(1))).ShouldBe(["c"]);
        var taken = stream.Take(stream.Join(since: times[0]));
        taken[0]
            .ShouldStartWith($"replay: what the journal took in since {Noon} is not all kept; ");
        taken[1..].ShouldBe(["b", "c"]);
    }

    [Fact]
    public void Span_from_the_beginning_is_not_called_incomplete_while_nothing_was_removed()
    {
        var stream = new TestStream(new());
        AppendEachMinute(stream, "a", "b");
        stream.Take(stream.Join(since: DateTimeOffset.UnixEpoch)).ShouldBe(["a", "b"]);
    }

    [Fact]
    public void Last_event_counts_and_not_the_beginning_of_the_span()
    {
        var stream = new TestStream(new());
        AppendEachMinute(stream, "a", "b", "c");
        stream.Take(stream.Join("b", since: DateTimeOffset.UnixEpoch)).ShouldBe(["c"]);
    }

    [Fact]
    public void Client_whose_last_event_is_unknown_is_not_sent_what_was_before_its_span()
    {
        var stream = new TestStream(new());
        var times = AppendEachMinute(stream, "a", "b", "c", "d");
        var taken = stream.Take(stream.Join("x", since: times[1], until: times[3]));
        taken[0].ShouldStartWith("replay: \"x\" is not in the journal");
        taken[1..].ShouldBe(["b", "c"]);
    }

    [Fact]
    public void Transformers_that_remember_let_a_returning_client_have_what_it_missed()
    {
        var stream = new TestStream(
            new() { Buffer = 1 },
            transformers: new Deduplicate(new() { KeyPath = "/body/outputs" })
        );
        stream.Append(("a", 1), ("b", 2), ("c", 2), ("d", 3));
        stream.Publish();
        var cursor = stream.Join("a");
        stream.Take(cursor).ShouldBe(["b", "d"]);
    }

    private static List<DateTimeOffset> AppendEachMinute(TestStream stream, params string[] ids)
    {
        var times = new List<DateTimeOffset>();
        foreach (var id in ids)
        {
            times.Add(stream.Time.GetUtcNow());
            stream.Append(id);
            stream.Publish();
            stream.Time.Advance(TimeSpan.FromMinutes(1));
        }
        return times;
    }
}
