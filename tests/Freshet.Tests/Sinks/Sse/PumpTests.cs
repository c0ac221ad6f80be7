using System.Globalization;
using System.Text.RegularExpressions;
using Freshet.Http.Detaching;
using Freshet.Sinks.Sse;
using Freshet.Sinks.Sse.Filtering;
using Freshet.Sinks.Sse.Pumping;
using Freshet.Tests.Sinks.Sse.Filtering;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Sinks.Sse;

public sealed class PumpTests : IDisposable
{
    private const string Greeting = "retry: 3000\n\n";
    private const string KeepAlive = ": keep-alive\n\n";
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);

    private readonly TestPump pump = new(new() { Buffer = 10, WriteTimeout = Patience });
    private readonly TestOutlet client = new();

    public void Dispose() => pump.Dispose();

    [Fact]
    public void Greeting_comes_first_then_every_event_since_the_client_joined_in_order()
    {
        pump.Send("before");
        var subscriber = pump.Join(client);
        pump.Send("a", "b");
        pump.Send("c");
        client.Received.ShouldBe(Greeting + TestPump.Frames("a", "b", "c"));
        subscriber.Delivered.ShouldBe(3);
    }

    [Fact]
    public void All_that_is_pending_leaves_in_one_send()
    {
        pump.Join(client);
        var before = client.Sends;
        pump.Send(Enumerable.Range(0, 10).Select(n => $"{n}"));
        client.Sends.ShouldBe(before + 1);
    }

    [Fact]
    public void What_comes_during_a_turn_leaves_with_the_sends_that_are_left_of_it()
    {
        var clients = Enumerable.Range(0, 200).Select(_ => new TestOutlet()).ToList();
        clients.ForEach(outlet => pump.Join(outlet));
        var before = clients.Sum(outlet => outlet.Sends);
        clients[0].Meanwhile = () =>
        {
            pump.Stream.Append("b");
            pump.Stream.Publish();
        };
        pump.Send("a");
        foreach (var outlet in clients)
        {
            outlet.Received.ShouldBe(Greeting + TestPump.Frames("a", "b"));
        }
        // Two sends to those who had their turn before, and one to the others.
        (clients.Sum(outlet => outlet.Sends) - before).ShouldBeLessThan(200 + 100);
    }

    [Fact]
    public void Frames_are_chunks_where_the_transport_has_none_and_the_last_one_ends_the_stream()
    {
        var chunked = new TestOutlet(chunked: true);
        pump.Join(chunked);
        pump.Send("a", "b");
        pump.Pump.End();
        pump.Work();
        string[] parts = [Greeting, TestPump.Frame("a"), TestPump.Frame("b")];
        var chunks = string.Concat(parts.Select(part => $"{part.Length:x}\r\n{part}\r\n"));
        // With the end each client is told anew when to come back, and not all the same.
        chunked.Received.ShouldMatch(
            $"^{Regex.Escape(chunks)}d\r\nretry: [34][0-9]{{3}}\n\n\r\n0\r\n\r\n$"
        );
        chunked.IsClosed.ShouldBeTrue();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(50)]
    [InlineData(100)]
    public void Client_that_takes_a_part_gets_the_rest_when_it_can(int room)
    {
        pump.Join(client);
        client.Room = room;
        pump.Send("a", "b");
        pump.Send("c");
        client.Accept();
        pump.Work();
        client.Received.ShouldBe(Greeting + TestPump.Frames("a", "b", "c"));
    }

    [Fact]
    public void Nobody_waits_for_a_client_that_takes_nothing()
    {
        pump.Join(client);
        var others = Enumerable.Range(0, 5).Select(_ => new TestOutlet()).ToList();
        others.ForEach(other => pump.Join(other));
        client.Room = 0;
        var ids = Enumerable.Range(0, 100).Select(n => $"{n}").ToList();
        ids.ForEach(id => pump.Send(id));
        foreach (var other in others)
        {
            other.Received.ShouldBe(Greeting + TestPump.Frames(ids));
        }
        client.Received.ShouldBe(Greeting);
    }

    [Fact]
    public void Client_too_far_behind_is_told_how_many_it_missed_and_goes_on_from_the_oldest()
    {
        var subscriber = pump.Join(client);
        client.Room = 0;
        pump.Send("first");
        pump.Send(Enumerable.Range(0, 10).Select(n => $"{n}"));
        pump.Send("10", "11");
        client.Accept();
        pump.Work();
        client.Received.ShouldBe(
            Greeting
                + TestPump.Frame("first")
                + "event: error\ndata: lagged: 2 messages skipped\n\n"
                + TestPump.Frames(Enumerable.Range(2, 10).Select(n => $"{n}"))
        );
        subscriber.Skipped.ShouldBe(2);
        subscriber.Delivered.ShouldBe(11);
        pump.Pump.Totals.Skipped.ShouldBe(2);
    }

    [Fact]
    public async Task Publisher_waits_for_the_pump_and_not_for_a_client_that_takes_nothing()
    {
        pump.Join(client);
        var stuck = new TestOutlet();
        pump.Join(stuck);
        stuck.Room = 0;
        pump.Send("first");
        var ids = Enumerable.Range(0, 1000).Select(n => $"{n}").ToList();
        pump.Stream.Append(ids);
        var publishing = pump.Stream.PublishAsync();
        while (!publishing.IsCompleted)
        {
            pump.Work();
            await Task.Yield();
        }
        await publishing;
        pump.Work();
        client.Received.ShouldBe(Greeting + TestPump.Frame("first") + TestPump.Frames(ids));
    }

    [Fact]
    public void Silence_is_broken_by_a_comment_and_only_silence()
    {
        pump.Join(client);
        pump.Pass(Silence - Moment);
        pump.Send("a");
        pump.Pass(Silence - Moment);
        client.Received.ShouldBe(Greeting + TestPump.Frame("a"));
        pump.Pass(Moment);
        client.Received.ShouldBe(Greeting + TestPump.Frame("a") + KeepAlive);
        pump.Pass(Silence - Moment);
        client.Received.ShouldBe(Greeting + TestPump.Frame("a") + KeepAlive);
        pump.Pass(Moment);
        client.Received.ShouldBe(Greeting + TestPump.Frame("a") + KeepAlive + KeepAlive);
    }

    [Fact]
    public void Client_that_accepts_nothing_is_given_up_after_the_write_timeout()
    {
        pump.Join(client);
        pump.Pass(Silence - Moment);
        client.Room = 5;
        pump.Send("a");
        pump.Pass(Patience - Moment);
        pump.Ends.ShouldBeEmpty();
        pump.Pass(Moment);
        pump.Ends.ShouldBe([StreamEnd.TooSlow]);
        client.IsAborted.ShouldBeTrue();
        pump.Pump.Count.ShouldBe(0);
    }

    [Fact]
    public void Each_acceptance_gives_a_slow_client_its_time_anew()
    {
        pump.Join(client);
        client.Room = 5;
        pump.Send("a", "b", "c", "d", "e");
        for (var i = 0; i < 5; i++)
        {
            pump.Pass(Patience - Moment);
            pump.Ends.ShouldBeEmpty();
            client.Accept(room: 5);
            pump.Work();
        }
        client.Received.ShouldBe(Greeting + TestPump.Frames("a", "b", "c", "d", "e"));
    }

    [Fact]
    public void Slow_client_has_its_time_anew_with_each_part_of_a_large_event()
    {
        var large = new string('x', 300_000);
        pump.Join(client);
        client.Room = 5;
        pump.Send(large, "b");
        for (var parts = 0; parts < 4; parts++)
        {
            pump.Pass(Patience - Moment);
            client.Accept(room: 0);
            pump.Work();
            client.IsFull.ShouldBeTrue();
        }
        pump.Ends.ShouldBeEmpty();
        client.Accept();
        pump.Work();
        client.Received.ShouldBe(Greeting + TestPump.Frames(large, "b"));
    }

    [Fact]
    public void Client_that_leaves_ends_its_stream_once()
    {
        pump.Join(client);
        client.Leave();
        client.Leave();
        pump.Work();
        pump.Send("a");
        pump.Ends.ShouldBe([StreamEnd.ClientLeft]);
        client.Received.ShouldBe(Greeting);
    }

    [Fact]
    public void Client_whose_connection_is_broken_ends_its_stream()
    {
        pump.Join(client);
        client.IsBroken = true;
        pump.Send("a");
        pump.Ends.ShouldBe([StreamEnd.ClientLeft]);
        client.IsAborted.ShouldBeTrue();
    }

    [Fact]
    public void How_a_client_went_is_told_as_its_connection_tells_it()
    {
        var (vanished, stuck) = (new TestOutlet(), new TestOutlet());
        pump.Join(vanished);
        pump.Join(stuck);
        vanished.How = Departure.Unreachable;
        stuck.How = Departure.Stuck;
        vanished.Leave();
        pump.Work();
        stuck.IsBroken = true;
        pump.Send("a");
        pump.Ends.ShouldBe([StreamEnd.Unreachable, StreamEnd.TooSlow]);
    }

    [Fact]
    public void Client_that_is_broken_from_the_first_byte_ends_its_stream()
    {
        client.IsBroken = true;
        pump.Join(client);
        pump.Ends.ShouldBe([StreamEnd.ClientLeft]);
    }

    [Fact]
    public void Disconnected_client_gets_what_it_was_being_sent_and_nothing_more()
    {
        var subscriber = pump.Join(client);
        client.Room = 7;
        pump.Send("a", "b");
        subscriber.Disconnect();
        pump.Work();
        pump.Ends.ShouldBeEmpty();
        client.Accept();
        pump.Work();
        client.Received.ShouldBe(Greeting + TestPump.Frame("a"));
        client.IsClosed.ShouldBeTrue();
        pump.Ends.ShouldBe([StreamEnd.Disconnected]);
    }

    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(3)]
    public void Client_that_is_disconnected_before_its_pump_knows_it_gets_the_greeting_alone(
        int room
    )
    {
        pump.Send("before");
        var subscriber = pump.Admit("0");
        subscriber.Disconnect();
        client.Room = room;
        pump.Pump.Join(subscriber, client);
        subscriber.Disconnect();
        pump.Work();
        if (client.IsFull)
        {
            client.Accept();
            pump.Work();
        }
        client.Received.ShouldBe(Greeting);
        client.IsClosed.ShouldBeTrue();
        pump.Ends.ShouldBe([StreamEnd.Disconnected]);
    }

    [Fact]
    public void When_a_client_was_last_sent_an_event_is_known_and_keep_alives_are_none()
    {
        var subscriber = pump.Join(client);
        subscriber.LastEventAt.ShouldBeNull();
        pump.Pass(Silence);
        subscriber.LastEventAt.ShouldBeNull();
        pump.Send("a");
        var sent = pump.Stream.Time.GetUtcNow();
        pump.Pass(Silence);
        client.Received.ShouldBe(Greeting + KeepAlive + TestPump.Frame("a") + KeepAlive);
        subscriber.LastEventAt.ShouldBe(sent);
    }

    [Fact]
    public void How_far_a_client_is_behind_the_journal_is_known()
    {
        pump.Send(Enumerable.Range(0, 20).Select(n => $"old{n}"));
        var subscriber = pump.Join(client);
        subscriber.Cursor.Behind.ShouldBe(0);
        client.Room = 3;
        pump.Send("a");
        // It has begun this one, and will have it.
        subscriber.Cursor.Behind.ShouldBe(0);
        pump.Send(Enumerable.Range(0, 20).Select(n => $"new{n}"));
        subscriber.Cursor.Behind.ShouldBe(20);
        client.Accept();
        pump.Work();
        subscriber.Cursor.Behind.ShouldBe(0);
        subscriber.Skipped.ShouldBe(10);
    }

    [Fact]
    public void Who_is_sent_everything_that_its_filter_lets_pass_is_not_behind()
    {
        var subscriber = pump.Join(client, filter: Filters.Read("sources=x"));
        pump.Send("a", "b");
        subscriber.Delivered.ShouldBe(0);
        subscriber.Cursor.Behind.ShouldBe(0);
    }

    [Fact]
    public void Everything_up_to_the_end_is_sent_before_a_stream_ends()
    {
        pump.Join(client);
        client.Room = 3;
        pump.Send("a", "b");
        pump.Stream.Append("c");
        pump.Stream.Publish();
        pump.Pump.End();
        pump.Work();
        pump.Ends.ShouldBeEmpty();
        client.Accept();
        pump.Work();
        client.Received.ShouldMatch(
            $"^{Regex.Escape(Greeting + TestPump.Frames("a", "b", "c"))}retry: [34][0-9]{{3}}\n\n$"
        );
        pump.Ends.ShouldBe([StreamEnd.ServerStopping]);
    }

    [Fact]
    public void Client_that_is_to_leave_is_sent_what_there_is_first_and_the_others_stay()
    {
        var leaving = pump.Join(client);
        var other = new TestOutlet();
        pump.Join(other);
        client.Room = 3;
        pump.Send("a");
        leaving.Dismiss(StreamEnd.ServerStopping);
        pump.Send("b");
        pump.Ends.ShouldBeEmpty();
        client.Accept();
        pump.Work();
        client.Received.ShouldStartWith(Greeting + TestPump.Frames("a", "b") + "retry: ");
        pump.Ends.ShouldBe([StreamEnd.ServerStopping]);
        pump.Send("c");
        other.Received.ShouldBe(Greeting + TestPump.Frames("a", "b", "c"));
    }

    [Fact]
    public void Server_that_waits_no_longer_ends_streams_cleanly_but_those_that_are_stuck()
    {
        pump.Join(client);
        var stuck = new TestOutlet();
        pump.Join(stuck);
        stuck.Room = 3;
        pump.Send("a");
        pump.Pump.End();
        pump.Work();
        client.IsClosed.ShouldBeTrue();
        pump.Pump.GiveUp();
        pump.Work();
        stuck.IsAborted.ShouldBeTrue();
        pump.Ends.ShouldBe([StreamEnd.ServerStopping, StreamEnd.TooSlow]);
    }

    [Fact]
    public void Clients_that_come_back_are_served_from_one_reading_and_go_on_live()
    {
        var ids = Enumerable.Range(0, 5000).Select(n => $"{n}").ToList();
        foreach (var part in ids.Chunk(10))
        {
            pump.Send(part);
        }
        var outlets = Enumerable.Range(0, 20).Select(_ => new TestOutlet()).ToList();
        outlets.ForEach(outlet => pump.Join(outlet, "0"));
        pump.Send("last");
        foreach (var outlet in outlets)
        {
            outlet.Received.ShouldBe(Greeting + TestPump.Frames([.. ids.Skip(1), "last"]));
        }
        pump.Pump.Totals.Replayed.ShouldBeInRange(20 * 4900, 20 * 5000);
        // Of what 256 entries take, one send each.
        (outlets.Sum(outlet => outlet.Sends) / outlets.Count).ShouldBeLessThan(30);
    }

    [Fact]
    public void Live_clients_are_served_between_those_that_catch_up()
    {
        foreach (var part in Enumerable.Range(0, 3000).Chunk(10))
        {
            pump.Send(part.Select(n => $"{n}"));
        }
        pump.Join(client);
        var outlets = Enumerable.Range(0, 1000).Select(_ => new TestOutlet()).ToList();
        outlets.ForEach(outlet => outlet.IsKeeping = false);
        var behind = outlets.ConvertAll(_ => pump.Admit("0"));
        for (var i = 0; i < behind.Count; i++)
        {
            pump.Pump.Join(behind[i], outlets[i]);
        }
        pump.Pump.Work();
        while (pump.Stream.Endpoint.Blocks.ReadNext()) { }
        var mostTurns = 0;
        for (var n = 0; behind.Exists(one => one.Delivered < 2999); n++)
        {
            pump.Stream.Append($"live{n}");
            pump.Stream.Publish();
            var before = outlets.Sum(outlet => outlet.Sends);
            pump.Pump.Work();
            client.Received.ShouldEndWith(TestPump.Frame($"live{n}"));
            mostTurns = Math.Max(mostTurns, outlets.Sum(outlet => outlet.Sends) - before);
            while (pump.Stream.Endpoint.Blocks.ReadNext()) { }
            n.ShouldBeLessThan(10_000);
        }
        mostTurns.ShouldBeLessThan(1200);
    }

    [Fact]
    public void Filter_lets_through_what_was_asked_for_live_and_replayed()
    {
        var types = new QueryCollection(
            new Dictionary<string, StringValues> { ["event_types"] = "message" }
        );
        EventFilter.TryRead(types, out var all, out _).ShouldBeTrue();
        var none = new QueryCollection(
            new Dictionary<string, StringValues> { ["event_types"] = "other.*" }
        );
        EventFilter.TryRead(none, out var nothing, out _).ShouldBeTrue();
        var ids = Enumerable.Range(0, 100).Select(n => $"{n}").ToList();
        ids.ForEach(id => pump.Send(id));
        var other = new TestOutlet();
        pump.Join(client, "0", filter: all);
        pump.Join(other, "0", filter: nothing);
        pump.Send("last");
        client.Received.ShouldBe(Greeting + TestPump.Frames([.. ids.Skip(1), "last"]));
        other.Received.ShouldBe(Greeting);
    }

    [Fact]
    public void Span_that_is_over_ends_the_stream_by_the_clock()
    {
        pump.Join(client, until: pump.Stream.Time.GetUtcNow() + Moment);
        pump.Ends.ShouldBeEmpty();
        pump.Pass(Moment);
        pump.Pass(Moment);
        pump.Ends.ShouldBe([StreamEnd.SpanOver]);
        client.Received.ShouldBe(Greeting);
    }

    [Fact]
    public void Session_that_is_over_ends_the_stream_by_the_clock_and_another_stays()
    {
        var other = new TestOutlet();
        pump.Join(client, expires: pump.Stream.Time.GetUtcNow() + Patience);
        pump.Join(other);
        pump.Pass(Patience - Moment);
        pump.Send("a");
        pump.Ends.ShouldBeEmpty();
        pump.Pass(Moment);
        pump.Pass(Moment);
        pump.Ends.ShouldBe([StreamEnd.SessionOver]);
        client.IsClosed.ShouldBeTrue();
        pump.Send("b");
        client.Received.ShouldBe(Greeting + TestPump.Frame("a"));
        other.Received.ShouldBe(Greeting + TestPump.Frames("a", "b"));
    }

    [Fact]
    public void Session_that_is_over_ends_the_stream_of_a_client_that_took_nothing_between_two_frames()
    {
        pump.Join(client, expires: pump.Stream.Time.GetUtcNow() + Moment);
        client.Room = 7;
        pump.Send("a", "b");
        pump.Pass(Moment);
        pump.Pass(Moment);
        pump.Ends.ShouldBeEmpty();
        client.Accept();
        pump.Work();
        client.Received.ShouldBe(Greeting + TestPump.Frame("a"));
        client.IsClosed.ShouldBeTrue();
        pump.Ends.ShouldBe([StreamEnd.SessionOver]);
    }

    [Fact]
    public void Session_that_is_over_before_its_pump_knows_the_client_gives_the_greeting_alone()
    {
        pump.Send("before");
        pump.Join(client, "0", expires: pump.Stream.Time.GetUtcNow());
        client.Received.ShouldBe(Greeting);
        pump.Ends.ShouldBe([StreamEnd.SessionOver]);
    }

    [Fact]
    public void Session_that_goes_on_keeps_a_client_as_long_as_others()
    {
        pump.Join(client, expires: pump.Stream.Time.GetUtcNow() + TimeSpan.FromDays(30));
        pump.Pass(Silence);
        pump.Pass(Silence);
        client.Received.ShouldBe(Greeting + KeepAlive + KeepAlive);
        pump.Ends.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100)]
    public void Every_client_gets_everything_however_little_it_takes_at_a_time(int buffer) =>
        Prop.ForAll(
                Gen.Choose(0, int.MaxValue).ToArbitrary(),
                seed =>
                {
                    using var scenario = new Scenario(seed, buffer);
                    scenario.Run();
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(40));

    /// <summary>Events, clients that come and go and take what they like, in turn, as chance has it.</summary>
    private sealed class Scenario(int seed, int buffer) : IDisposable
    {
        private readonly Random random = new(seed);
        private readonly TestPump pump = new(
            new()
            {
                Buffer = buffer,
                OnLag = LagPolicy.Replay,
                ReplayBytes = new(2048),
            }
        );
        private readonly List<(TestOutlet Outlet, int From)> clients = [];
        private int last;

        public void Dispose() => pump.Dispose();

        public void Run()
        {
            pump.Send("0");
            for (var step = 0; step < 200; step++)
            {
                switch (random.Next(5))
                {
                    case 0:
                        Append();
                        break;
                    case 1 when clients.Count < 10:
                        Join();
                        break;
                    case 2 when clients.Count > 0:
                        var taking = clients[random.Next(clients.Count)].Outlet;
                        if (taking.IsFull)
                        {
                            taking.Accept(random.Next(3) == 0 ? int.MaxValue : random.Next(200));
                        }
                        break;
                    case 3:
                        pump.Stream.Endpoint.Blocks.ReadNext();
                        break;
                    default:
                        pump.Pump.Work();
                        break;
                }
            }
            pump.Work();
            while (clients.Exists(client => client.Outlet.IsFull))
            {
                clients.FindAll(client => client.Outlet.IsFull).ForEach(one => one.Outlet.Accept());
                pump.Work();
            }
            foreach (var (outlet, from) in clients)
            {
                var ids = Enumerable
                    .Range(from + 1, last - from)
                    .Select(n => n.ToString(CultureInfo.InvariantCulture));
                outlet.Received.ShouldBe(Greeting + TestPump.Frames(ids));
            }
        }

        private void Append()
        {
            var ids = Enumerable.Range(0, random.Next(1, 20)).Select(_ => $"{++last}").ToList();
            pump.Stream.Append(ids);
            var publishing = pump.Stream.PublishAsync();
            while (!publishing.IsCompleted)
            {
                pump.Pump.Work();
            }
            publishing.IsCompletedSuccessfully.ShouldBeTrue();
        }

        private void Join()
        {
            var outlet = new TestOutlet
            {
                Room = random.Next(2) == 0 ? int.MaxValue : random.Next(300),
            };
            var from = random.Next(3) == 0 ? last : random.Next(last + 1);
            pump.Join(outlet, from == last ? null : $"{from}");
            clients.Add((outlet, from));
        }
    }
}
