using System.Text;
using Freshet.Configuration;
using Freshet.Events;
using Freshet.Journal;
using Freshet.Pipelines;
using Freshet.Pipelines.Letters;
using Freshet.Tests.Journal;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Pipelines.Letters;

public sealed class DeadLetterTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly CancellationToken cancellation = TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("id", "id", false)]
    [InlineData("id", "id@7", true)]
    [InlineData("id", "id#2", false)]
    [InlineData("a\nb", "a%0Ab@7", true)]
    public void Letter_is_read_as_it_was_written(string eventId, string id, bool sharesId)
    {
        var letter = Letter(eventId, id, """{"b":1,"a":[1.0,"ü\u2028"]}""");
        var read = DeadLetterForm.Read(DeadLetterForm.Write(letter)).ShouldNotBeNull();
        read.ShouldBe(letter with { Item = read.Item });
        read.Item.Id.ShouldBe(id);
        read.Item.Entry.SharesId.ShouldBe(sharesId);
        read.Item.Entry.Sequence.ShouldBe(7);
        var (was, became) = (letter.Item.Event, read.Item.Event);
        became.Json.ToArray().ShouldBe(was.Json.ToArray());
        became.Metadata.ToArray().ShouldBe(was.Metadata.ToArray());
        became.Headers.ShouldBe(was.Headers);
        became.Trace.ShouldBe(was.Trace.ShouldNotBeNull());
        became.Key.ShouldBe(was.Key);
        became.Type.ShouldBe(was.Type);
        became.Timestamp.ShouldBe(was.Timestamp);
    }

    [Fact]
    public void Event_that_nests_as_deep_as_any_can_be_a_letter()
    {
        var body = new string('[', JsonText.MaxDepth) + new string(']', JsonText.MaxDepth);
        var read = DeadLetterForm.Read(DeadLetterForm.Write(Letter("id", "id", body)));
        Encoding.UTF8.GetString(read.ShouldNotBeNull().Item.Event.Json.Span).ShouldBe(body);
    }

    [Fact]
    public void Reason_is_cut_short_and_made_text()
    {
        var letter = Letter("id", "id", "{}") with { Reason = "\ud800" + new string('x', 5000) };
        var read = DeadLetterForm.Read(DeadLetterForm.Write(letter)).ShouldNotBeNull();
        read.Reason.ShouldBe("\ufffd" + new string('x', 1999) + "…");
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"event":{"body":1}}""")]
    [InlineData("""{"event":5}""")]
    public void What_is_no_letter_is_read_as_none(string json) =>
        DeadLetterForm.Read(Encoding.UTF8.GetBytes(json)).ShouldBeNull();

    [Fact]
    public async Task Letters_are_read_and_resolved_beside_the_process_that_writes_them()
    {
        var options = new DeadLetterOptions { Path = folder.Path };
        await using var journal = new DeadLetterJournal(
            options,
            NullLoggerFactory.Instance,
            new ManualTime()
        );
        var reader = new DeadLetterFolder(folder.Path);
        reader.Open().ShouldBeEmpty();
        foreach (var id in new[] { "a", "b", "c" })
        {
            await journal.AddAsync(Letter(id, id, "{}"), cancellation);
        }
        var open = reader.Open().Cast<KeptEvent>().ToList();
        open.Select(kept => kept.Letter.Item.Id).ShouldBe(["a", "b", "c"]);
        open.Select(kept => kept.Id).Distinct().Count().ShouldBe(3);

        reader.Resolve(open[1]);
        reader.Open().Cast<KeptEvent>().Select(kept => kept.Letter.Item.Id).ShouldBe(["a", "c"]);
        await journal.AddAsync(Letter("d", "d", "{}"), cancellation);
        reader
            .Open()
            .Cast<KeptEvent>()
            .Select(kept => kept.Letter.Item.Id)
            .ShouldBe(["a", "c", "d"]);
    }

    [Fact]
    public async Task Nothing_is_touched_before_the_first_letter()
    {
        var path = Path.Combine(folder.Path, "letters");
        var options = new DeadLetterOptions { Path = path };
        await using var journal = new DeadLetterJournal(
            options,
            NullLoggerFactory.Instance,
            new ManualTime()
        );
        Directory.Exists(path).ShouldBeFalse();
        new DeadLetterFolder(path).Open().ShouldBeEmpty();
        await journal.AddAsync(Letter("a", "a", "{}"), cancellation);
        Directory.Exists(path).ShouldBeTrue();
    }

    [Fact]
    public async Task Folder_that_cannot_be_used_is_tried_again_with_the_next_letter()
    {
        var path = folder.Write("letters", "a file stands where the folder should");
        await using var journal = new DeadLetterJournal(
            new DeadLetterOptions { Path = path },
            NullLoggerFactory.Instance,
            new ManualTime()
        );
        await Should.ThrowAsync<JournalUnavailableException>(async () =>
            await journal.AddAsync(Letter("a", "a", "{}"), cancellation)
        );
        File.Delete(path);
        await journal.AddAsync(Letter("a", "a", "{}"), cancellation);
        new DeadLetterFolder(path).Open().Count().ShouldBe(1);
    }

    [Fact]
    public async Task Full_disk_is_told_as_such_with_each_try_and_there_is_a_letter_once_there_is_room()
    {
        using var disk = new SmallDisk("1m");
        disk.Fill();
        await using var journal = new DeadLetterJournal(
            new DeadLetterOptions { Path = disk.Path },
            NullLoggerFactory.Instance,
            new ManualTime()
        );
        for (var i = 0; i < 3; i++)
        {
            var fault = await Should.ThrowAsync<JournalUnavailableException>(async () =>
                await journal.AddAsync(Letter("a", "a", "{}"), cancellation)
            );
            fault.Message.ShouldContain("No space left on device");
        }
        disk.Free();
        await journal.AddAsync(Letter("a", "a", "{}"), cancellation);
        new DeadLetterFolder(disk.Path).Open().Count().ShouldBe(1);
    }

    [Fact]
    public async Task What_is_said_of_letters_that_are_no_longer_kept_goes_with_them()
    {
        var options = new DeadLetterOptions
        {
            Path = folder.Path,
            Retention = new() { MaxEvents = 2, MaxBytes = new ByteSize(1 << 20) },
        };
        await using var journal = new DeadLetterJournal(
            options,
            NullLoggerFactory.Instance,
            new ManualTime()
        );
        var reader = new DeadLetterFolder(folder.Path);
        await journal.AddAsync(Letter("1", "1", "{}"), cancellation);
        reader.Resolve(reader.Open().Single());
        for (var i = 2; i < 12; i++)
        {
            await journal.AddAsync(Letter($"{i}", $"{i}", "{}"), cancellation);
        }
        var last = reader.Open().Last();
        reader.Resolve(last);
        var markers = Directory.GetFiles(Path.Combine(folder.Path, "resolved"));
        markers.Select(Path.GetFileName).ShouldBe([$"{last.Sequence}"]);
    }

    private static DeadLetter Letter(string eventId, string id, string body)
    {
        var json = Encoding.UTF8.GetBytes(body);
        var at = new DateTimeOffset(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero);
        var taken = new EncodedEvent
        {
            Format = EventFormat.Plain,
            Id = eventId,
            Type = "message",
            Source = "tests",
            Timestamp = at.AddHours(-1),
            Trace = TraceContext.Parse(
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "a=1"
            ),
            Headers = new Dictionary<string, string> { ["X-A"] = "1" },
            Metadata = """{"context":{"source":"s"}}"""u8.ToArray(),
            Json = json,
        };
        var sharesId = id.EndsWith("@7", StringComparison.Ordinal);
        var entry = new Entry(7, at.AddMinutes(-1), taken, sharesId);
        return new("out", new(entry, id, taken), "no", 3, at, at.AddSeconds(9));
    }
}
