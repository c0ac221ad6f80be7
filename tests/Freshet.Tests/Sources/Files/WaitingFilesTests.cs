using Freshet.Sources.Files;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Sources.Files;

public sealed class WaitingFilesTests
{
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(2);

    private readonly ManualTime time = new();
    private readonly WaitingFiles waiting;

    public WaitingFilesTests() => waiting = new(Settle, time);

    [Fact]
    public void A_file_is_whole_once_it_has_looked_the_same_for_long_enough()
    {
        Look(File("a", 1)).ShouldBeEmpty();
        waiting.NextWhole().ShouldBe(Settle);
        time.Advance(TimeSpan.FromSeconds(1.9));
        Look(File("a", 1)).ShouldBeEmpty();
        waiting.NextWhole().ShouldBe(TimeSpan.FromSeconds(0.1));
        time.Advance(TimeSpan.FromSeconds(0.1));

        Look(File("a", 1)).ShouldBe(["a"]);
    }

    [Fact]
    public void A_file_that_grows_or_is_written_to_waits_from_then_on()
    {
        foreach (var file in new[] { File("a", 1), File("a", 2), File("a", 2, modified: 9) })
        {
            time.Advance(Settle);
            Look(file).ShouldBeEmpty();
        }
        time.Advance(Settle);

        Look(File("a", 2, modified: 9)).ShouldBe(["a"]);
    }

    [Fact]
    public void Its_headers_have_to_be_whole_too()
    {
        Look(File("a", 1)).ShouldBeEmpty();
        time.Advance(Settle);
        var withHeaders = File("a", 1) with { Headers = new(5, 5) };
        Look(withHeaders).ShouldBeEmpty();
        time.Advance(Settle);

        Look(withHeaders).ShouldBe(["a"]);
    }

    [Fact]
    public void One_that_went_and_came_back_waits_anew()
    {
        Look(File("a", 1));
        Look();
        time.Advance(Settle);

        Look(File("a", 1)).ShouldBeEmpty();
    }

    [Fact]
    public void One_that_turned_out_to_be_written_to_waits_anew()
    {
        Look(File("a", 1));
        time.Advance(Settle);
        Look(File("a", 1)).ShouldBe(["a"]);
        waiting.Restart(File("a", 1));

        Look(File("a", 1)).ShouldBeEmpty();
        waiting.NextWhole().ShouldBe(Settle);
    }

    [Fact]
    public void They_come_in_the_order_in_which_they_were_written_then_by_their_paths()
    {
        FoundFile[] files =
        [
            File("b", 1, modified: 2),
            File("c", 1, modified: 1),
            File("a", 1, modified: 2),
            File("B", 1, modified: 2),
        ];
        Look(files);
        time.Advance(Settle);

        Look(files).ShouldBe(["c", "B", "a", "b"]);
    }

    [Fact]
    public void One_that_cannot_be_read_is_told_once_for_each_reason_and_nobody_hurries_for_it()
    {
        Look(File("a", 1));
        waiting.Hinder("a", "no right").ShouldBeTrue();
        waiting.Hinder("a", "no right").ShouldBeFalse();
        waiting.NextWhole().ShouldBeNull();
        (waiting.Unreadable, waiting.Hindrance).ShouldBe((1, "no right"));
        Look(File("a", 2));
        waiting.Hinder("a", "no right").ShouldBeFalse();
        waiting.Hinder("a", "no disk").ShouldBeTrue();

        waiting.Remove("a");

        (waiting.Unreadable, waiting.Hindrance).ShouldBe((0, null));
    }

    [Fact]
    public void Where_nothing_has_to_settle_files_are_whole_at_first_sight() =>
        new WaitingFiles(TimeSpan.Zero, time).Whole([File("a", 1)]).ShouldHaveSingleItem();

    private string[] Look(params FoundFile[] files) =>
        [.. waiting.Whole(files).Select(file => file.Path)];

    private static FoundFile File(string path, long length, long modified = 1) =>
        new(path, new(length, modified));
}
