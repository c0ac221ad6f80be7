using System.Threading.Channels;

namespace Freshet.Hosting.Reloading;

/// <summary>
/// Tells that it is time for a look: after a while, or as soon as the system says that something changed in one of the folders. What the system says is a hint alone: over a network it says
/// nothing, nor of what a link leads to.
/// </summary>
internal sealed class FolderNotices : IDisposable
{
    private readonly Channel<bool> notices = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite }
    );
    private readonly TimeProvider time;
    private readonly List<FileSystemWatcher> watchers = [];

    /// <param name="folders">The folders; one that is not there is passed over.</param>
    /// <param name="time">The clock.</param>
    public FolderNotices(IEnumerable<string> folders, TimeProvider time)
    {
        this.time = time;
        foreach (var folder in folders.Where(Directory.Exists))
        {
            Watch(folder);
        }
    }

    /// <summary>Returns after that time, or earlier where something changed.</summary>
    public async Task WaitAsync(TimeSpan wait, CancellationToken stopping)
    {
        using var late = new CancellationTokenSource(wait, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, stopping);
        try
        {
            await notices.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
        {
            // It is time.
        }
    }

    public void Dispose() => watchers.ForEach(watcher => watcher.Dispose());

    private void Watch(string folder)
    {
        var watcher = new FileSystemWatcher(folder);
        watcher.Changed += Notice;
        watcher.Created += Notice;
        watcher.Deleted += Notice;
        watcher.Renamed += Notice;
        try
        {
            watcher.EnableRaisingEvents = true;
            watchers.Add(watcher);
        }
        catch (Exception fault) when (fault is IOException or ArgumentException)
        {
            // The system has no watches left, or the folder is gone: then it is the interval alone.
            watcher.Dispose();
        }
    }

    private void Notice(object sender, FileSystemEventArgs change) => notices.Writer.TryWrite(true);
}
