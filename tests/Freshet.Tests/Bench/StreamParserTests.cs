using System.Text;
using Freshet.LoadTest.Clients;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Bench;

public sealed class StreamParserTests
{
    private const string Head =
        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";

    private const string Body =
        ": hello\n\nid: 1\ndata: {\"n\":\"@000000000001\"}\n\nevent: error\ndata: lagged: 3\n\n"
        + "data: {\"n\":\"@000000000064\",\"pad\":\"xx\"}\n\ndata: {\"n\":\"@123456789012\"}\n\n";

    private static readonly long[] Numbers = [1, 64, 123456789012];

    [Fact]
    public void Events_and_notices_are_found_wherever_chunks_end()
    {
        for (var size = 1; size <= Body.Length; size++)
        {
            var listener = Feed(Head + Chunks(Body, size));
            listener.Numbers.ShouldBe(Numbers, ignoreOrder: false, $"chunks of {size}");
            listener.Notices.ShouldBe(1, $"chunks of {size}");
        }
    }

    [Fact]
    public void Events_and_notices_are_found_wherever_reads_end()
    {
        var response = Head + Chunks(Body, 50);
        for (var cut = 1; cut < response.Length; cut++)
        {
            var listener = Feed(response[..cut], response[cut..]);
            listener.Numbers.ShouldBe(Numbers, ignoreOrder: false, $"cut at {cut}");
            listener.Notices.ShouldBe(1, $"cut at {cut}");
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(13)]
    public void A_response_that_arrives_in_small_pieces_is_read_like_one_that_arrives_whole(
        int size
    )
    {
        var listener = Feed([
            .. (Head + Chunks(Body, 9)).Chunk(size).Select(piece => new string(piece)),
        ]);

        listener.Numbers.ShouldBe(Numbers);
        listener.Notices.ShouldBe(1);
        listener.Status.ShouldBe(200);
    }

    [Fact]
    public void A_body_without_chunks_is_read_to_its_end()
    {
        var listener = Feed("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n" + Body);

        listener.Numbers.ShouldBe(Numbers);
    }

    [Fact]
    public void The_chunk_without_bytes_ends_the_stream()
    {
        var listener = new Listener();
        var parser = new StreamParser(listener, new EventFinder(listener));

        parser.Feed(Encoding.ASCII.GetBytes(Head + Chunks(Body, 50)));
        parser.IsOver.ShouldBeFalse();
        parser.Feed("0\r\n\r\n"u8);

        parser.IsOver.ShouldBeTrue();
    }

    [Fact]
    public void What_is_no_stream_is_told_and_read_no_further()
    {
        var listener = new Listener { GoesOn = false };
        var parser = new StreamParser(listener, new EventFinder(listener));

        parser.Feed(
            Encoding.ASCII.GetBytes("HTTP/1.1 503 Busy\r\nContent-Length: 99\r\n\r\n" + Body)
        );

        listener.Status.ShouldBe(503);
        listener.Numbers.ShouldBeEmpty();
        parser.IsOver.ShouldBeTrue();
    }

    [Fact]
    public void A_chunk_longer_than_it_says_is_an_error() =>
        Should.Throw<FormatException>(() => Feed(Head + "3\r\nabcd\r\n"));

    [Fact]
    public void What_is_no_HTTP_is_an_error() =>
        Should.Throw<FormatException>(() => Feed("SSH-2.0-OpenSSH\r\n\r\n"));

    [Theory]
    [InlineData("@00000000001\"", "eleven digits")]
    [InlineData("@0000000000011\"", "thirteen digits")]
    [InlineData("@00000000x001\"", "a letter")]
    [InlineData("user@example.org and more", "an address")]
    public void What_only_looks_like_an_event_is_none(string text, string because)
    {
        for (var cut = 0; cut <= text.Length; cut++)
        {
            var listener = new Listener();
            var finder = new EventFinder(listener);
            finder.Find(Encoding.ASCII.GetBytes(text[..cut]));
            finder.Find(Encoding.ASCII.GetBytes(text[cut..]));
            finder.Find("@000000000007\""u8);

            listener.Numbers.ShouldBe([7], $"{because}, cut at {cut}");
        }
    }

    [Theory]
    [InlineData("@@000000000001\"", 1, 0)]
    [InlineData("@00@000000000001\"", 1, 0)]
    [InlineData("event: event: error", 0, 1)]
    [InlineData("eevent: errorevent: error", 0, 2)]
    public void A_beginning_that_leads_nowhere_hides_nothing(string text, int events, int notices)
    {
        for (var cut = 0; cut <= text.Length; cut++)
        {
            var listener = new Listener();
            var finder = new EventFinder(listener);
            finder.Find(Encoding.ASCII.GetBytes(text[..cut]));
            foreach (var letter in text[cut..])
            {
                finder.Find([(byte)letter]);
            }

            listener.Numbers.Count.ShouldBe(events, $"cut at {cut}");
            listener.Notices.ShouldBe(notices, $"cut at {cut}");
        }
    }

    private static Listener Feed(params string[] pieces)
    {
        var listener = new Listener();
        var parser = new StreamParser(listener, new EventFinder(listener));
        foreach (var piece in pieces)
        {
            parser.Feed(Encoding.ASCII.GetBytes(piece));
        }
        return listener;
    }

    private static string Chunks(string body, int size) =>
        string.Concat(
            body.Chunk(size).Select(chunk => $"{chunk.Length:X};x=y\r\n{new string(chunk)}\r\n")
        );

    private sealed class Listener : IStreamListener
    {
        public List<long> Numbers { get; } = [];

        public int Notices { get; private set; }

        public int Status { get; private set; }

        public bool GoesOn { get; init; } = true;

        public bool Answered(int status)
        {
            Status = status;
            return GoesOn;
        }

        public void EventSeen(long number) => Numbers.Add(number);

        public void NoticeSeen() => Notices++;
    }
}
