using System.Threading.Channels;

namespace Freshet.Sources;

/// <summary>
/// Tells that it is time for another look: after a while, or as soon as the system says that something changed in one of some folders. What the system says is a hint alone: over a
/// network, behind a link and on a folder that was not there in the beginning it says nothing.
/// </summary>
internal sealed class FileNotices : IDisposable
{
    /// <summary>A change comes with several notices, the first when nothing is written yet.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(50);

    private readonly Channel<bool> notices = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite }
    );
    private readonly TimeProvider time;
    private readonly List<FileSystemWatcher> watchers = [];

    /// <param name="paths">Files and folders; none to be told of the time alone.</param>
    /// <param name="names">Which files of a folder count: <c>*.tfstate</c>.</param>
    /// <param name="isRecursive">Whether folders in it count.</param>
    /// <param name="time">The clock.</param>
    public FileNotices(IEnumerable<string> paths, string names, bool isRecursive, TimeProvider time)
    {
        this.time = time;
        foreach (var path in paths)
        {
            Watch(Path.GetFullPath(path), names, isRecursive);
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
            await Task.Delay(Settling, time, stopping);
            // What came meanwhile is seen by the look that follows.
            notices.Reader.TryRead(out _);
        }
        catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
        {
            // It is time.
        }
    }

    public void Dispose() => watchers.ForEach(watcher => watcher.Dispose());

    private void Watch(string path, string names, bool isRecursive)
    {
        var isFolder = Directory.Exists(path);
        var folder = isFolder ? path : Path.GetDirectoryName(path);
        if (!Directory.Exists(folder))
        {
            return;
        }
        var created = new FileSystemWatcher(folder, isFolder ? names : Path.GetFileName(path))
        {
            IncludeSubdirectories = isFolder && isRecursive,
        };
        created.Changed += Notice;
        created.Created += Notice;
        created.Deleted += Notice;
        created.Renamed += Notice;
        // More changed at once than it can tell of.
        created.Error += (_, _) => notices.Writer.TryWrite(true);
        try
        {
            created.EnableRaisingEvents = true;
            watchers.Add(created);
        }
        catch (Exception fault) when (fault is IOException or ArgumentException)
        {
            // The system has no watches left, or the folder is gone: then it is the interval alone.
            created.Dispose();
        }
    }

    private void Notice(object sender, FileSystemEventArgs change) => notices.Writer.TryWrite(true);
}
