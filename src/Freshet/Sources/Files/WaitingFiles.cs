namespace Freshet.Sources.Files;

/// <summary>
/// The files that are there and not taken as they are. Each waits until it has looked the same for long enough, since nobody tells when the last byte of a file is written.
/// </summary>
/// <param name="settle">For how long.</param>
/// <param name="time">The clock.</param>
internal sealed class WaitingFiles(TimeSpan settle, TimeProvider time)
{
    private Dictionary<string, Waiting> waiting = new(StringComparer.Ordinal);

    /// <summary>How many of them cannot be read.</summary>
    public int Unreadable => waiting.Values.Count(one => one.Hindrance is not null);

    /// <summary>Why one of them cannot be read; null where all can.</summary>
    public string? Hindrance =>
        waiting.Values.FirstOrDefault(one => one.Hindrance is not null)?.Hindrance;

    /// <summary>Those that are whole now: by the time when they were written, then by their paths.</summary>
    /// <param name="changed">What a look found.</param>
    public List<FoundFile> Whole(IReadOnlyList<FoundFile> changed)
    {
        var now = time.GetTimestamp();
        var still = new Dictionary<string, Waiting>(changed.Count, StringComparer.Ordinal);
        var whole = new List<FoundFile>();
        foreach (var file in changed)
        {
            if (!waiting.TryGetValue(file.Path, out var one) || one.File != file)
            {
                one = new(file, now) { Hindrance = one?.Hindrance };
            }
            still.Add(file.Path, one);
            if (time.GetElapsedTime(one.Since, now) >= settle)
            {
                whole.Add(file);
            }
        }
        waiting = still;
        whole.Sort(
            static (one, other) =>
                one.Stamp.Modified.CompareTo(other.Stamp.Modified) is var order and not 0
                    ? order
                    : string.CompareOrdinal(one.Path, other.Path)
        );
        return whole;
    }

    /// <summary>It was taken.</summary>
    public void Remove(string path) => waiting.Remove(path);

    /// <summary>It was not whole after all: it waits anew.</summary>
    public void Restart(FoundFile file) => waiting[file.Path] = new(file, time.GetTimestamp());

    /// <summary>It cannot be read, so that nobody need look for it before the next look is due.</summary>
    /// <returns>Whether that is news.</returns>
    public bool Hinder(string path, string reason)
    {
        if (!waiting.TryGetValue(path, out var one) || one.Hindrance == reason)
        {
            return false;
        }
        one.Hindrance = reason;
        return true;
    }

    /// <summary>After how long another of them may be whole; null where none waits.</summary>
    public TimeSpan? NextWhole()
    {
        TimeSpan? next = null;
        foreach (var one in waiting.Values)
        {
            if (one.Hindrance is null)
            {
                var left = settle - time.GetElapsedTime(one.Since);
                next = next is { } least && least < left ? least : left;
            }
        }
        return next;
    }

    private sealed class Waiting(FoundFile file, long since)
    {
        /// <summary>As it was seen first: it waits anew when it looks another way, or its headers do.</summary>
        public FoundFile File => file;
        public long Since => since;
        public string? Hindrance { get; set; }
    }
}
