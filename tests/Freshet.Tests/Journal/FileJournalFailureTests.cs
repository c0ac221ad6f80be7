using Freshet.Events;
using Freshet.Journal;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Journal;

/// <summary>Disks that are full, or fail: nothing is acknowledged that is not kept, and it goes on by itself.</summary>
public sealed class FileJournalFailureTests : IDisposable
{
    private static readonly TimeSpan Watchdog = TimeSpan.FromSeconds(60);

    /// <summary>Longer than appends are refused without a try.</summary>
    private static readonly TimeSpan Later = TimeSpan.FromSeconds(1);

    private readonly JournalFiles files = new();
    private readonly CancellationToken cancellation = TestContext.Current.CancellationToken;

    public void Dispose() => files.Dispose();

    [Fact]
    public async Task Full_disk_refuses_events_until_there_is_room_again()
    {
        using var disk = new SmallDisk("4m");
        files.Settings = files.Settings with { Path = disk.Path };
        var kept = new List<string>();
        await using (var journal = files.Open())
        {
            await AppendAsync(journal, "1", kept);
            disk.Fill();
            var refused = await FillAsync(journal, kept);

            refused.Message.ShouldContain("No space left on device");
            journal.Fault.ShouldBe(refused.Message);
            var last = journal.LastSequence;
            last.ShouldBe(kept.Count);
            // At once, without asking the disk.
            (await RefusedAsync(journal, "early")).Message.ShouldBe(refused.Message);
            files.Time.Advance(Later);
            (await RefusedAsync(journal, "still", 100_000)).Message.ShouldBe(refused.Message);
            journal.LastSequence.ShouldBe(last);
            JournalFiles.ReadAll(journal).Entries.Select(Id).ShouldBe(kept);

            disk.Free();
            files.Time.Advance(Later);
            await AppendAsync(journal, "again", kept);
            journal.Fault.ShouldBeNull();
            journal.LastSequence.ShouldBe(last + 1);
        }

        await using var reopened = files.Open();
        JournalFiles.ReadAll(reopened).Entries.Select(Id).ShouldBe(kept);
        reopened.Damaged.ShouldBe(0);
        files
            .Log.Lines.Select(line => line.Split(':')[0])
            .ShouldBe(["Error", "Information"], string.Join('\n', files.Log.Lines));
    }

    [Fact]
    public async Task Journal_finds_out_by_itself_that_it_can_write_again()
    {
        using var disk = new SmallDisk("4m");
        files.Settings = files.Settings with { Path = disk.Path };
        await using var journal = files.Open();
        disk.Fill();
        await FillAsync(journal, []);

        files.Time.Advance(Later);
        files.Time.Fire();
        disk.Free();
        await ComesTrue(() =>
        {
            files.Time.Advance(Later);
            files.Time.Fire();
            return journal.Fault is null;
        });

        var kept = JournalFiles.ReadAll(journal).Entries.Select(Id).ToList();
        await AppendAsync(journal, "again", kept);
        JournalFiles.ReadAll(journal).Entries.Select(Id).ShouldBe(kept);
    }

    [Fact]
    public async Task Full_disk_does_not_keep_a_journal_from_ending_and_starting()
    {
        using var disk = new SmallDisk("4m");
        files.Settings = files.Settings with { Path = disk.Path };
        var kept = new List<string>();
        await using (var journal = files.Open())
        {
            await AppendAsync(journal, "1", kept);
            disk.Fill();
            await FillAsync(journal, kept);
        }

        await using var reopened = files.Open();
        JournalFiles.ReadAll(reopened).Entries.Select(Id).ShouldBe(kept);
        await RefusedAsync(reopened, "large", 100_000);
        disk.Free();
        files.Time.Advance(Later);
        await AppendAsync(reopened, "again", kept);
        JournalFiles.ReadAll(reopened).Entries.Select(Id).ShouldBe(kept);
    }

    [Fact]
    public async Task Sync_that_fails_is_no_acknowledgement_and_its_segment_is_written_no_more()
    {
        files.Settings = files.Settings with { Sync = SyncPolicy.Always };
        var isBroken = false;
        await using (
            var journal = files.Open(file =>
            {
                if (isBroken)
                {
                    throw new IOException("Input/output error");
                }
                RandomAccess.FlushToDisk(file);
            })
        )
        {
            await AppendAsync(journal, "1", []);
            isBroken = true;
            (await RefusedAsync(journal, "2")).Message.ShouldEndWith("Input/output error");
            journal.LastSequence.ShouldBe(1);

            isBroken = false;
            files.Time.Advance(Later);
            await AppendAsync(journal, "2", []);
            await AppendAsync(journal, "3", []);
            files.Segments().Count.ShouldBe(2);
        }

        await using var reopened = files.Open();
        var (entries, missed) = JournalFiles.ReadAll(reopened);
        entries.Select(Id).ShouldBe(["1", "2", "3"]);
        missed.ShouldBe(0);
    }

    [Fact]
    public async Task Sync_that_fails_on_an_empty_segment_leaves_no_gap()
    {
        files.Settings = files.Settings with { Sync = SyncPolicy.Always };
        var isBroken = true;
        await using var journal = files.Open(file =>
        {
            if (isBroken)
            {
                throw new IOException("Input/output error");
            }
        });
        await RefusedAsync(journal, "1");
        files.Time.Advance(Later);
        await RefusedAsync(journal, "1");
        isBroken = false;
        files.Time.Advance(Later);
        await AppendAsync(journal, "1", []);
        await AppendAsync(journal, "2", []);

        JournalFiles.ReadAll(journal).Entries.Select(entry => entry.Sequence).ShouldBe([1, 2]);
        files.Segments().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Sync_that_fails_later_is_a_fault_too()
    {
        files.Settings = files.Settings with { Sync = SyncPolicy.Every(TimeSpan.FromSeconds(1)) };
        var isBroken = true;
        await using var journal = files.Open(file =>
        {
            if (isBroken)
            {
                throw new IOException("Input/output error");
            }
        });
        // Acknowledged before the sync, as this policy has it.
        await AppendAsync(journal, "1", []);
        files.Time.Fire();
        await ComesTrue(() => journal.Fault is not null);

        isBroken = false;
        files.Time.Advance(Later);
        files.Time.Fire();
        await ComesTrue(() => journal.Fault is null);
        await AppendAsync(journal, "2", []);
        JournalFiles.ReadAll(journal).Entries.Select(Id).ShouldBe(["1", "2"]);
    }

    [Fact]
    public async Task Folder_is_made_for_this_user_alone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has other means");
        files.Settings = files.Settings with { Path = Path.Combine(files.Path, "a", "b") };
        await using var journal = files.Open();
        new DirectoryInfo(files.Settings.Path)
            .UnixFileMode.ToString()
            .ShouldBe("UserExecute, UserWrite, UserRead");
    }

    [Fact]
    public void Folder_that_cannot_be_made_is_told()
    {
        var file = Path.Combine(files.Path, "file");
        JournalFiles.Write(file, "in the way"u8);
        files.Settings = files.Settings with { Path = Path.Combine(file, "journal") };
        Should
            .Throw<JournalUnavailableException>(() => files.Open())
            .Message.ShouldStartWith(
                $"the journal {Path.Combine(file, "journal")} cannot be opened: "
            );
    }

    [Fact]
    public async Task Second_journal_in_the_folder_is_refused_as_long_as_the_first_is_open()
    {
        await using (files.Open())
        {
            Should
                .Throw<JournalUnavailableException>(() => files.Open())
                .Message.ShouldBe(
                    $"the journal {files.Path} is in use by the process {Environment.ProcessId}"
                );
            FolderLock.OwnerOf(files.Path).ShouldBe($"the process {Environment.ProcessId}");
        }
        FolderLock.OwnerOf(files.Path).ShouldBeNull();
        await using var second = files.Open();
        second.LastSequence.ShouldBe(0);
    }

    private static string Id(Entry entry) => entry.Event.Id;

    private async Task AppendAsync(FileJournal journal, string id, List<string> kept)
    {
        (await journal.AppendAsync([SampleEvents.Encoded(id)], cancellation)).ShouldBe(0);
        kept.Add(id);
    }

    private async Task<JournalUnavailableException> RefusedAsync(
        FileJournal journal,
        string id,
        int size = 10
    ) =>
        await Should.ThrowAsync<JournalUnavailableException>(async () =>
            await journal.AppendAsync(
                [SampleEvents.Encoded(id, json: $"\"{new string('x', size)}\"")],
                cancellation
            )
        );

    /// <summary>Appends events until one is refused, and returns how.</summary>
    private async Task<JournalUnavailableException> FillAsync(
        FileJournal journal,
        List<string> kept
    )
    {
        for (var i = 0; ; i++)
        {
            try
            {
                await journal.AppendAsync(
                    [SampleEvents.Encoded($"f{i}", json: $"\"{new string('x', 1000)}\"")],
                    cancellation
                );
                kept.Add($"f{i}");
            }
            catch (JournalUnavailableException refused)
            {
                return refused;
            }
        }
    }

    /// <summary>Returns once the condition holds, which the journal's own thread brings about.</summary>
    private async Task ComesTrue(Func<bool> condition)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Watchdog);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (!condition())
        {
            await timer.WaitForNextTickAsync(limit.Token);
        }
    }
}
