using Freshet.Chaos.Judging;
using Freshet.Chaos.Reading;
using Freshet.Chaos.Sending;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Chaos;

/// <summary>The judge of <c>./do chaos</c> must find what it is there to find.</summary>
public sealed class JudgeTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly Ledger ledger = new();
    private readonly Problems problems = new();
    private int diaries;

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_run_in_which_all_went_well_has_no_problem()
    {
        Acknowledge("a", "b", "c");
        Send("d");

        JudgeAll(
            history: ["a", "d", "b", "c"],
            reader: ["a", "d", "b", "c"],
            received: ["a", "d", "b", "c"]
        );

        Found().ShouldBeEmpty();
    }

    [Fact]
    public void An_event_that_was_not_acknowledged_may_be_missing()
    {
        Acknowledge("a");
        Send("b");

        JudgeAll(history: ["a"], reader: ["a"], received: ["a"]);

        Found().ShouldBeEmpty();
    }

    [Fact]
    public void A_sink_may_deliver_again()
    {
        Acknowledge("a", "b", "c");

        JudgeAll(
            history: ["a", "b", "c"],
            reader: ["a", "b", "c"],
            received: ["a", "b", "a", "b", "c"]
        );

        Found().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("a b", "a b", "a b", Promise.Kept, "c (p: 00:00.000 acknowledged)")]
    [InlineData("a b x c", "a b x c", "a b x c", Promise.Unaltered, "never sent as it came: 1")]
    [InlineData("a b a c", "a b c", "a b c", Promise.Unaltered, "twice in the journal: 1")]
    [InlineData("a b c", "a c", "a b c", Promise.Streamed, "the reader missed: 1")]
    [InlineData("a b c", "a b b c", "a b c", Promise.Streamed, "the reader saw again: 1")]
    [InlineData("a b c", "a c b", "a b c", Promise.Streamed, "the reader saw out of order: 1")]
    [InlineData("a b c", "a b x c", "a b c", Promise.Streamed, "the reader alone saw: 1")]
    [InlineData("a b c", "a b c", "a c", Promise.Delivered, "the receiver missed: 1")]
    [InlineData("a b c", "a b c", "b a c", Promise.Delivered, "the receiver saw out of order: 1")]
    public void A_broken_promise_is_told_with_its_events(
        string history,
        string reader,
        string received,
        object broken,
        string told
    )
    {
        Acknowledge("a", "b", "c");

        JudgeAll(history.Split(' '), reader.Split(' '), received.Split(' '));

        var found = Found().ShouldHaveSingleItem();
        found.Promise.ShouldBe((Promise)broken);
        found.Text.ShouldContain(told);
    }

    [Fact]
    public void Two_events_of_one_name_on_the_wire_are_found()
    {
        Acknowledge("a", "b");

        var history = Diary("the history", ("a", "1"), ("b", "1"));
        JudgeOf(history).CheckJournal(history);

        problems.Of(Promise.Unaltered).ShouldHaveSingleItem().ShouldContain("with another's: 1");
    }

    [Fact]
    public void An_event_that_two_readers_know_by_different_names_is_found()
    {
        Acknowledge("a");

        var history = Diary("the history", ("a", "1"));
        var reader = Diary("the reader", ("a", "2"));
        JudgeOf(history, reader).CheckReader(Promise.Streamed, reader, history, sameNames: true);

        problems.Of(Promise.Streamed).ShouldHaveSingleItem().ShouldContain("by another id: 1");
    }

    [Fact]
    public void A_stream_that_says_that_something_is_missing_is_told()
    {
        var path = Path.Combine(folder.Path, "errors");
        using (var writer = new DiaryWriter(path, TimeProvider.System))
        {
            writer.Write(SightingKind.Error, "lagged: 3 messages skipped");
        }
        var reader = new Diary("the reader", path);
        reader.Refresh();

        JudgeOf(reader).CheckErrors();

        problems.Of(Promise.Honest).ShouldHaveSingleItem().ShouldContain("lagged: 3");
    }

    [Fact]
    public void A_line_that_was_cut_off_is_passed_over_and_what_follows_is_read()
    {
        var path = Path.Combine(folder.Path, "cut");
        File.WriteAllText(path, "6391\tEve");
        using (var writer = new DiaryWriter(path, TimeProvider.System))
        {
            writer.Keep(["a"]);
        }

        var diary = new Diary("the receiver", path);

        diary.Has("a").ShouldBeTrue();
        diary.Events.ShouldHaveSingleItem();
    }

    private void Acknowledge(params string[] digests) =>
        ledger.Acknowledge(Send(digests), TimeSpan.Zero);

    private SentRequest Send(params string[] digests)
    {
        var request = new SentRequest(
            "p",
            [.. digests.Select(digest => new SentEvent(digest, digest))]
        );
        ledger.Add(request);
        return request;
    }

    private void JudgeAll(string[] history, string[] reader, string[] received)
    {
        var journal = Diary("the history", Named(history));
        var client = Diary("the reader", Named(reader));
        var receiver = Diary("the receiver", Named(received));
        var judge = JudgeOf(journal, client, receiver);
        judge.CheckJournal(journal);
        judge.CheckReader(Promise.Streamed, client, journal, sameNames: true);
        judge.CheckReceiver(receiver, journal);
        judge.CheckErrors();
    }

    private Judge JudgeOf(params Diary[] all) =>
        new(ledger, problems, all, DateTimeOffset.UnixEpoch);

    private Diary Diary(string name, params (string Digest, string Name)[] events)
    {
        var path = Path.Combine(folder.Path, $"{diaries++}");
        using (var writer = new DiaryWriter(path, TimeProvider.System))
        {
            foreach (var (digest, id) in events)
            {
                writer.Write(SightingKind.Event, id, digest);
            }
        }
        var diary = new Diary(name, path);
        diary.Refresh();
        return diary;
    }

    private static (string, string)[] Named(string[] digests) =>
        [.. digests.Select(digest => (digest, "id-" + digest))];

    private List<(Promise Promise, string Text)> Found() =>
        [
            .. Enum.GetValues<Promise>()
                .SelectMany(promise => problems.Of(promise).Select(text => (promise, text))),
        ];
}
