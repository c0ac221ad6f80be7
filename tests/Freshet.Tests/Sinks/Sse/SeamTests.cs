using System.Globalization;
using Freshet.Sinks.Sse;
using Freshet.Sinks.Sse.Frames;
using Freshet.Sinks.Sse.Pumping;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Sinks.Sse;

/// <summary>
/// Nothing is lost and nothing doubled between journal and ring, wherever a client comes in, however slow it is and however little the ring
/// holds.
/// </summary>
public sealed class SeamTests
{
    [Fact]
    public void Every_client_gets_what_follows_its_last_event_and_hears_of_what_is_gone()
    {
        Prop.ForAll(
                Gen.Choose(0, int.MaxValue).ToArbitrary(),
                seed => new Scenario(seed, LagPolicy.Replay, mayForget: true).Run()
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
    }

    [Fact]
    public void Client_that_is_skipped_ahead_is_told_of_every_message_it_missed()
    {
        Prop.ForAll(
                Gen.Choose(0, int.MaxValue).ToArbitrary(),
                seed => new Scenario(seed, LagPolicy.Skip, mayForget: false).Run()
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }

    [Fact]
    public void Client_that_is_disconnected_gets_the_rest_when_it_comes_back()
    {
        Prop.ForAll(
                Gen.Choose(0, int.MaxValue).ToArbitrary(),
                seed => new Scenario(seed, LagPolicy.Disconnect, mayForget: false).Run()
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(100)]
    public async Task Clients_follow_a_journal_at_full_speed(int buffer)
    {
        const int events = 20_000;
        var cancellation = TestContext.Current.CancellationToken;
        var stream = new TestStream(new() { Buffer = buffer, OnLag = LagPolicy.Replay });
        stream.Append("0");
        var isOver = false;
        var clients = Enumerable
            .Range(0, 3)
            .Select(_ =>
                Task.Run(() => Follow(stream, () => Volatile.Read(ref isOver)), cancellation)
            )
            .ToList();
        var publishing = Task.Run(
            () =>
            {
                while (stream.Endpoint.Ring.Done < events + 1)
                {
                    stream.Publish();
                }
            },
            cancellation
        );
        for (var n = 1; n <= events; n++)
        {
            stream.Append($"{n}");
        }
        await publishing;
        Volatile.Write(ref isOver, true);
        foreach (var ids in await Task.WhenAll(clients))
        {
            ids.ShouldBe(Enumerable.Range(1, events));
        }
    }

    /// <summary>Gets everything after event 0, and comes back every now and then.</summary>
    private static List<int> Follow(TestStream stream, Func<bool> isOver)
    {
        var ids = new List<int>();
        var cursor = stream.Join("0");
        while (true)
        {
            var isLast = isOver();
            var taken = stream.Take(cursor, atMost: 997);
            ids.AddRange(taken.Select(id => int.Parse(id, CultureInfo.InvariantCulture)));
            if (isLast && taken.Count == 0)
            {
                return ids;
            }
            if (ids.Count > 0 && ids.Count % 5 == 0)
            {
                cursor = stream.Join($"{ids[^1]}");
            }
        }
    }

    /// <summary>What producers, the endpoint and clients do in turn, as chance has it.</summary>
    private sealed class Scenario
    {
        private readonly Random random;
        private readonly TestStream stream;
        private readonly LagPolicy onLag;
        private readonly bool isTransformed;

        /// <summary>Every frame that there ever was, in order.</summary>
        private readonly List<(string Id, FramePlace Place, FramePlace Reached)> all = [];
        private readonly List<Client> clients = [];
        private long last;

        public Scenario(int seed, LagPolicy onLag, bool mayForget)
        {
            random = new Random(seed);
            this.onLag = onLag;
            isTransformed = random.Next(2) == 0;
            stream = new(
                new() { Buffer = random.Next(1, 12), OnLag = onLag },
                mayForget ? random.Next(1, 40) : 1_000_000,
                isTransformed ? [TestStream.Split()] : []
            );
        }

        public void Run()
        {
            for (var step = 0; step < 80; step++)
            {
                switch (random.Next(6))
                {
                    case 0:
                        Append();
                        break;
                    case 1:
                        stream.Publish();
                        break;
                    case 2 when clients.Count < 8:
                        Join();
                        break;
                    default:
                        if (clients.Count > 0)
                        {
                            Pull(clients[random.Next(clients.Count)], random.Next(1, 15));
                        }
                        break;
                }
            }
            stream.Publish();
            foreach (var client in clients)
            {
                Pull(client, int.MaxValue);
                Verify(client);
            }
        }

        private void Append()
        {
            var events = new List<(string, int)>();
            for (var i = random.Next(1, 8); i > 0; i--)
            {
                last++;
                var outputs = isTransformed ? random.Next(4) : 1;
                // Some look like the second frame of another.
                var id = random.Next(4) == 0 ? $"{last - 1}#2" : $"{last}";
                events.Add((id, outputs));
                for (var n = 1; n <= outputs; n++)
                {
                    var isPlain = n == 1 && (!isTransformed || !id.Contains('#'));
                    var place = new FramePlace(last, n);
                    var reached = n == outputs ? FramePlace.EndOf(last) : place;
                    all.Add((isPlain ? id : $"{id}#{n}", place, reached));
                }
            }
            stream.Append(events);
        }

        private void Join()
        {
            if (all.Count == 0 || random.Next(4) == 0)
            {
                clients.Add(new(stream.Join(), FramePlace.EndOf(stream.Journal.LastSequence)));
                return;
            }
            var (id, place, _) = all[random.Next(all.Count)];
            if (place.Sequence >= stream.Journal.Oldest!.Sequence)
            {
                var from = isTransformed ? place : FramePlace.EndOf(place.Sequence);
                clients.Add(new(stream.Join(id), from));
            }
        }

        private void Pull(Client client, int atMost)
        {
            while (true)
            {
                client.Received.AddRange(stream.Take(client.Cursor, atMost, out var turn));
                if (turn != CursorTurn.Ended)
                {
                    return;
                }
                // It was disconnected, and comes back after the last event that it has.
                client.Cursor.End.ShouldBe(StreamEnd.Lagged);
                client.Received[^1].ShouldContain("messages behind");
                client.Received.RemoveAt(client.Received.Count - 1);
                if (client.Received.Count == 0)
                {
                    // It has none: whatever it missed it cannot ask for.
                    client.From = FramePlace.EndOf(stream.Journal.LastSequence);
                }
                client.Cursor = stream.Join(client.Received.LastOrDefault());
            }
        }

        private void Verify(Client client)
        {
            // Where it may stand: entries that leave no frame may be before those that are gone, or among them.
            List<FramePlace> places = [client.From];
            foreach (var received in client.Received)
            {
                if (received.StartsWith("replay: ", StringComparison.Ordinal))
                {
                    onLag.ShouldBe(LagPolicy.Replay);
                    var gone = Number(received);
                    places =
                    [
                        .. places.SelectMany(Silent).Select(at => FramePlace.EndOf(at + gone)),
                    ];
                    places.RemoveAll(at => at.Sequence >= stream.Journal.Oldest!.Sequence);
                    places.ShouldNotBeEmpty("it is kept");
                }
                else if (received.StartsWith("lagged: ", StringComparison.Ordinal))
                {
                    onLag.ShouldBe(LagPolicy.Skip);
                    var skipped = After(places.ShouldHaveSingleItem()).Take((int)Number(received));
                    places = [skipped.Last().Reached];
                }
                else
                {
                    var next = places.Select(at => After(at).FirstOrDefault());
                    places =
                    [
                        .. next.Where(frame => frame.Id == received)
                            .Select(frame => frame.Reached)
                            .Distinct(),
                    ];
                    places.Count.ShouldBe(1, $"{received} of {string.Join(" ", client.Received)}");
                }
            }
            places.Exists(at => !After(at).Any()).ShouldBeTrue("something did not come");
        }

        private IEnumerable<(string Id, FramePlace Place, FramePlace Reached)> After(
            FramePlace place
        ) => all.Where(frame => frame.Place > place);

        /// <summary>Up to where a client has got that has everything up to a place, and may have gone past what left no frame.</summary>
        private IEnumerable<long> Silent(FramePlace place)
        {
            var next = After(place).Select(frame => frame.Place.Sequence).FirstOrDefault(last + 1);
            for (var sequence = place.Done; sequence < next; sequence++)
            {
                yield return sequence;
            }
        }

        private static long Number(string notice) =>
            long.Parse(notice.Split(' ')[1], CultureInfo.InvariantCulture);
    }

    private sealed class Client(FrameCursor cursor, FramePlace from)
    {
        public FrameCursor Cursor { get; set; } = cursor;

        public FramePlace From { get; set; } = from;

        public List<string> Received { get; } = [];
    }
}
