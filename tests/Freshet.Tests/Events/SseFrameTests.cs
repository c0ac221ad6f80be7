using System.Net.ServerSentEvents;
using System.Text;
using Freshet.Events;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Events;

public class SseFrameTests
{
    [Fact]
    public void A_frame_looks_as_documented() =>
        Text(SseFrame.Event("cdevent", "i-1", "{\"a\":1}"u8))
            .ShouldBe("event: cdevent\nid: i-1\ndata: {\"a\":1}\n\n");

    [Fact]
    public void An_error_is_an_event_without_an_id() =>
        Text(SseFrame.Error("lagged: 15 messages skipped"))
            .ShouldBe("event: error\ndata: lagged: 15 messages skipped\n\n");

    [Fact]
    public void A_comment_and_a_delay_are_frames_of_their_own()
    {
        Text(SseFrame.Comment("keep-alive")).ShouldBe(": keep-alive\n\n");
        Text(SseFrame.Comment("a\ndata: b")).ShouldBe(": a%0Adata: b\n\n");
        Text(SseFrame.Retry(TimeSpan.FromSeconds(3))).ShouldBe("retry: 3000\n\n");
        Text(SseFrame.Retry(TimeSpan.FromSeconds(-1))).ShouldBe("retry: 0\n\n");
    }

    [Theory]
    [InlineData("a\r\nid: 7\n\ndata: x", "a%0D%0Aid: 7%0A%0Adata: x")]
    [InlineData("a\0\u007f\t", "a%00%7F%09")]
    [InlineData("é 😀 100%25", "é 😀 100%25")]
    public void Control_characters_of_an_id_are_percent_encoded_and_nothing_else(
        string id,
        string wire
    )
    {
        SseFrame.WireId(id).ShouldBe(wire);
        Text(SseFrame.Event("e", id, "1"u8)).ShouldBe($"event: e\nid: {wire}\ndata: 1\n\n");
        Text(SseFrame.Event(id, "", "1"u8)).ShouldBe($"event: {wire}\ndata: 1\n\n");
    }

    [Theory]
    [InlineData(" a b ", "%20a b%20")]
    [InlineData("  ", "%20%20")]
    [InlineData(" ", "%20")]
    public void Spaces_at_the_ends_of_an_id_are_kept_from_being_taken_off_a_header(
        string id,
        string wire
    )
    {
        SseFrame.WireId(id).ShouldBe(wire);
        Text(SseFrame.Event(id, id, "1"u8)).ShouldBe($"event: {id}\nid: {wire}\ndata: 1\n\n");
    }

    [Theory]
    [InlineData("", "data: \n")]
    [InlineData("a\r\nb\rc\nd", "data: a\ndata: b\ndata: c\ndata: d\n")]
    [InlineData("\n\r", "data: \ndata: \ndata: \n")]
    public void Data_of_several_lines_takes_as_many(string data, string expected) =>
        Text(SseFrame.Event("e", "i", Encoding.UTF8.GetBytes(data)))
            .ShouldBe($"event: e\nid: i\n{expected}\n");

    [Fact]
    public void Where_it_comes_from_stands_before_it_in_comments()
    {
        const string parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        Text(SseFrame.Event("e", "i", "1"u8, TraceContext.Parse(parent)))
            .ShouldBe($": traceparent {parent}\nevent: e\nid: i\ndata: 1\n\n");
        Text(SseFrame.Event("", "", "1"u8, TraceContext.Parse(parent, "a=1")))
            .ShouldBe($": traceparent {parent}\n: tracestate a=1\ndata: 1\n\n");
    }

    [Theory]
    [InlineData(EventFormat.CDEvent, null, "cdevent")]
    [InlineData(EventFormat.CloudEvent, null, "the.type")]
    [InlineData(EventFormat.Plain, null, "the.type")]
    [InlineData(EventFormat.CDEvent, "type", "the.type")]
    [InlineData(EventFormat.Envelope, "drift", "drift")]
    internal void An_event_goes_by_the_name_that_is_asked_for(
        EventFormat format,
        string? eventName,
        string expected
    )
    {
        var found = new EncodedEvent
        {
            Format = format,
            Id = "i",
            Type = "the.type",
            Source = "",
            Timestamp = default,
            Headers = new Dictionary<string, string>(StringComparer.Ordinal),
            Metadata = default,
            Json = default,
        };
        SseFrame.NameOf(found, eventName).ShouldBe(expected);
    }

    [Fact]
    public void Every_event_arrives_as_one_with_its_data_and_its_id()
    {
        var text = Gen.Elements(
                "a",
                "é",
                "😀",
                "\uD83D",
                "\uDE00",
                "\n",
                "\r",
                "\r\n",
                "\0",
                "\u001f",
                "\u007f",
                "\u0085",
                "\u2028",
                " ",
                ":",
                "data: ",
                "id: 7",
                "event:",
                "%",
                "\uFEFF",
                "{",
                "\""
            )
            .ListOf()
            .Select(string.Concat);
        var frames = from name in text from id in text from data in text select (name, id, data);
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(3000),
            Prop.ForAll(
                frames.ToArbitrary(),
                frame =>
                {
                    var bytes = SseFrame
                        .Event(frame.name, frame.id, Encoding.UTF8.GetBytes(frame.data))
                        .Plain.ToArray();
                    // As an id, but for the spaces at its ends, which these letters keep out of the way.
                    var name = WellFormed(SseFrame.WireId($"|{frame.name}|")[1..^1]);
                    var expected = new Dispatched(
                        name.Length > 0 ? name : "message",
                        Lines(WellFormed(frame.data)),
                        WellFormed(SseFrame.WireId(frame.id))
                    );

                    // Twice the same, so that the end of a frame is seen too.
                    var reader = new EventStreamReader();
                    reader.Read([.. bytes, .. bytes]);
                    reader.Events.ShouldBe([expected, expected]);

                    using var stream = new MemoryStream([.. bytes, .. bytes]);
                    var items = SseParser.Create(stream).Enumerate().ToList();
                    items
                        .Select(i => new Dispatched(i.EventType, i.Data, i.EventId ?? ""))
                        .ShouldBe([expected, expected]);
                }
            )
        );
    }

    [Fact]
    public void No_frame_that_the_server_adds_moves_the_last_event_id() =>
        Check.One(
            Config.QuickThrowOnFailure,
            Prop.ForAll(
                ArbMap.Default.GeneratorFor<NonNull<string>>().ToArbitrary(),
                text =>
                {
                    var reader = new EventStreamReader();
                    reader.Read(SseFrame.Event("e", "i-1", "1"u8).Plain.Span);
                    reader.Read(SseFrame.Error(text.Get).Plain.Span);
                    reader.Read(SseFrame.Comment(text.Get).Plain.Span);
                    reader.Read(SseFrame.Retry(TimeSpan.FromSeconds(1)).Plain.Span);
                    reader.LastEventId.ShouldBe("i-1");
                    reader.Retry.ShouldBe(1000);
                    reader.Events.Select(e => e.Type).ShouldBe(["e", "error"]);
                }
            )
        );

    private static string Lines(string data) =>
        data.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');

    /// <summary>The text as UTF-8 can carry it.</summary>
    private static string WellFormed(string text) =>
        Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    /// <summary>The frame alone; in its chunk it is the same between the chunk's length and end.</summary>
    private static string Text(WireFrame frame)
    {
        var text = Encoding.UTF8.GetString(frame.Plain.Span);
        Encoding.UTF8.GetString(frame.Chunk.Span).ShouldBe($"{frame.Plain.Length:x}\r\n{text}\r\n");
        return text;
    }
}
