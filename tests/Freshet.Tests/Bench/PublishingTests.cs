using System.Text;
using System.Text.Json;
using Freshet.LoadTest.Clients;
using Freshet.LoadTest.Publishing;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Bench;

public sealed class PublishingTests
{
    private const string Created = "HTTP/1.1 201 Created\r\nContent-Length: 5\r\n\r\n[{}]\n";
    private const string Accepted =
        "HTTP/1.1 202 Accepted\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n";
    private const string Busy = "HTTP/1.1 503 Busy\r\ncontent-length: 0\r\n\r\n";

    [Theory]
    [InlineData(PreparedPost.SmallestPayload)]
    [InlineData(200)]
    [InlineData(4096)]
    public void An_event_is_JSON_of_the_size_that_was_asked_for(int payload)
    {
        var body = Body(new PreparedPost("/x", "X-Key: k\r\n", payload, 1), lane: 3, first: 2);

        body.Length.ShouldBe(payload);
        using var json = JsonDocument.Parse(body);
        json.RootElement.GetProperty("n").GetString().ShouldBe($"@{Lanes.Number(3, 2):D12}");
    }

    [Fact]
    public void A_batch_has_a_line_for_each_event_numbered_in_order()
    {
        var lines = Body(new PreparedPost("/x", "", 60, 3), lane: 1, first: 7)
            .Split('\n', StringSplitOptions.RemoveEmptyEntries);

        lines
            .Select(line => JsonDocument.Parse(line).RootElement.GetProperty("n").GetString())
            .ShouldBe([.. Enumerable.Range(7, 3).Select(i => $"@{Lanes.Number(1, i):D12}")]);
    }

    [Fact]
    public void Answers_are_counted_wherever_they_are_cut()
    {
        const string All = Created + Accepted + Busy + Created;
        for (var cut = 0; cut <= All.Length; cut++)
        {
            var answers = new AnswerReader();
            answers.Feed(Encoding.ASCII.GetBytes(All[..cut]));
            answers.Feed(Encoding.ASCII.GetBytes(All[cut..]));

            answers.Answers.ShouldBe(4, $"cut at {cut}");
            answers.Failures.ShouldBe(1, $"cut at {cut}");
            answers.LastFailure.ShouldBe(503);
        }
    }

    [Fact]
    public void Answers_that_come_byte_by_byte_are_counted_too()
    {
        var answers = new AnswerReader();
        foreach (var read in Encoding.ASCII.GetBytes(Accepted + Created + Busy))
        {
            answers.Feed([read]);
        }

        (answers.Answers, answers.Failures).ShouldBe((3L, 1L));
    }

    [Fact]
    public void A_number_of_a_marker_is_read_as_it_was_written() =>
        Prop.ForAll(
                Gen.Choose(0, int.MaxValue).ToArbitrary(),
                Gen.Choose(0, 400).ToArbitrary(),
                (low, high) =>
                {
                    var number = low + (high * (long)int.MaxValue);
                    var text = new byte[EventMarker.Digits];
                    EventMarker.WriteNumber(text, number);
                    return EventMarker.ReadNumber(text) == number;
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void An_event_is_open_until_everyone_has_it()
    {
        var publication = new Publication();
        publication.Publish(lane: 2, now: 5, audience: 2);
        var number = Lanes.Number(2, 0);

        publication.Settle(number);
        publication.Open.ShouldBe(1);
        publication.Settle(number);
        publication.Open.ShouldBe(0);
        // Once more changes nothing: it is a duplicate's.
        publication.Settle(number);
        publication.Open.ShouldBe(0);
        publication.TimeOf(number).ShouldBe(5);
        publication.Published[2].ShouldBe(1);
    }

    [Fact]
    public void An_event_that_is_still_open_keeps_its_slot()
    {
        const int SlotsOfALane = 16_384;
        var publication = new Publication();
        publication.Publish(lane: 0, now: 0, audience: 1);
        for (var i = 1; i < SlotsOfALane; i++)
        {
            publication.CanPublish(0, 1).ShouldBeTrue();
            publication.Publish(lane: 0, now: 0, audience: 0);
        }

        publication.CanPublish(0, 1).ShouldBeFalse();
        publication.Settle(Lanes.Number(0, 0));
        publication.CanPublish(0, 1).ShouldBeTrue();
    }

    private static string Body(PreparedPost post, int lane, int first)
    {
        var request = new byte[post.Longest];
        post.Write(request, lane, first);
        return Encoding.ASCII.GetString(request).Split("\r\n\r\n")[1];
    }
}
