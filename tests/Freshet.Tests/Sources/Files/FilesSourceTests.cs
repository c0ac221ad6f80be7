using Freshet.Journal;
using Freshet.Sources.Files;
using Freshet.Tests.Configuration;
using Freshet.Tests.Sources.Kafka;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Sources.Files;

public sealed class FilesSourceTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly TemporaryFolder folder = new();
    private readonly FakeContext context = new();

    public void Dispose()
    {
        context.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task A_file_is_noted_only_once_its_events_are_kept_and_its_successor_goes_on_from_there()
    {
        folder.Write("root/a.jsonl", "1\n2\n");
        var written = new TaskCompletionSource();
        context.OnWrite = _ =>
        {
            written.TrySetResult();
            throw new JournalUnavailableException("the disk is full");
        };
        await RunAsync(written.Task);
        Kept().ShouldBeEmpty();

        written = new();
        context.OnWrite = _ =>
        {
            written.TrySetResult();
            return [];
        };
        await RunAsync(written.Task);
        Kept().ShouldHaveSingleItem().ShouldContain("a.jsonl");
        context.History.Clear();

        written = new();
        folder.Write("root/b.jsonl", "3\n");
        await RunAsync(written.Task);

        context.History.ShouldBe(["write 1"]);
    }

    [Fact]
    public async Task It_ends_soon_while_the_journal_takes_nothing()
    {
        folder.Write("root/a.jsonl", "1\n");
        var tried = new TaskCompletionSource();
        context.OnWrite = _ =>
        {
            tried.TrySetResult();
            throw new JournalUnavailableException("the disk is full");
        };

        await RunAsync(tried.Task);

        context.History.ShouldNotBeEmpty();
    }

    /// <summary>Runs a source until that has happened, then stops it.</summary>
    private async Task RunAsync(Task happened)
    {
        var loaded = Loaded.From(
            $"root = '{folder.Path}/root'\nsettle = '0s'\npolling_interval = '10ms'"
        );
        var options = loaded.Reader.Read<FilesOptions>(loaded.Root, "sources.files.extractor");
        using var stopping = new CancellationTokenSource();
        var source = new FilesSource(
            options,
            context.ToSource(TimeProvider.System) with
            {
                CursorFolder = Path.Combine(folder.Path, "cursors"),
            }
        );
        var running = source.RunAsync(stopping.Token);
        await happened.WaitAsync(Limit, TestContext.Current.CancellationToken);
        await stopping.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(
            running.WaitAsync(Limit, TestContext.Current.CancellationToken)
        );
    }

    private string[] Kept()
    {
        var path = Path.Combine(folder.Path, "cursors", "files-orders.jsonl");
        return File.Exists(path) ? File.ReadAllLines(path) : [];
    }
}
