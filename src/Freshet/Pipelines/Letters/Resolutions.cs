using System.Globalization;

namespace Freshet.Pipelines.Letters;

/// <summary>
/// Which dead letters are done with, retried or dropped: an empty file each in the folder <c>resolved</c> beside their journal, so that this can be said from
/// another process than the one that holds the journal.
/// </summary>
/// <param name="path">The folder of the dead letters.</param>
internal sealed class Resolutions(string path)
{
    private readonly string folder = Path.Combine(path, "resolved");

    /// <summary>The sequences of all that are done with.</summary>
    public HashSet<long> Read() => [.. Markers().Select(marker => marker.Sequence)];

    /// <summary>That letter is done with, for good.</summary>
    /// <exception cref="IOException">That cannot be kept.</exception>
    public void Add(long sequence)
    {
        Directory.CreateDirectory(folder);
        var name = sequence.ToString(CultureInfo.InvariantCulture);
        using var marker = File.Create(Path.Combine(folder, name));
        marker.Flush(flushToDisk: true);
    }

    /// <summary>Lets go of those whose letters are no longer kept.</summary>
    public void RemoveBefore(long oldest)
    {
        foreach (var (sequence, file) in Markers().Where(marker => marker.Sequence < oldest))
        {
            try
            {
                File.Delete(file);
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                // It means nothing any more, and the next time will do.
                return;
            }
        }
    }

    private List<(long Sequence, string File)> Markers() =>
        !Directory.Exists(folder)
            ? []
            :
            [
                .. Directory
                    .EnumerateFiles(folder)
                    .Select(file =>
                        (
                            Sequence: long.TryParse(
                                Path.GetFileName(file),
                                NumberStyles.None,
                                CultureInfo.InvariantCulture,
                                out var sequence
                            )
                                ? sequence
                                : 0,
                            file
                        )
                    )
                    .Where(marker => marker.Sequence > 0),
            ];
}
