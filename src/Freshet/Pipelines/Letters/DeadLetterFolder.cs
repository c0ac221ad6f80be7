using Freshet.Events;
using Freshet.Journal;
using Freshet.Journal.Segments;

namespace Freshet.Pipelines.Letters;

/// <summary>A dead letter as it is kept.</summary>
/// <param name="Sequence">Its place among the dead letters.</param>
/// <param name="Id">Its own id; the event has another.</param>
/// <param name="Letter">What it says.</param>
internal sealed record KeptLetter(long Sequence, string Id, DeadLetter Letter);

/// <summary>Reads dead letters beside the process that writes them.</summary>
/// <param name="path">Their folder.</param>
internal sealed class DeadLetterFolder(string path)
{
    private readonly Resolutions resolutions = new(path);

    /// <summary>Those that are not done with, oldest first; none where there is no folder. What is damaged is left out.</summary>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    public IEnumerable<KeptLetter> Open()
    {
        if (!Directory.Exists(path))
        {
            yield break;
        }
        var resolved = resolutions.Read();
        foreach (var entry in Entries())
        {
            if (
                !resolved.Contains(entry.Sequence)
                && DeadLetterForm.Read(entry.Event.Json) is { } letter
            )
            {
                yield return new(entry.Sequence, entry.Event.Id, letter);
            }
        }
    }

    /// <summary>That letter was delivered, or is let go.</summary>
    /// <exception cref="IOException">That cannot be kept.</exception>
    public void Resolve(KeptLetter letter)
    {
        resolutions.Add(letter.Sequence);
        var segments = JournalFolder.Segments(path);
        if (segments.Count > 0)
        {
            resolutions.RemoveBefore(segments[0].First);
        }
    }

    private IEnumerable<Entry> Entries()
    {
        foreach (var (_, segment) in JournalFolder.Segments(path))
        {
            using var file = Segment.Open(segment);
            var bytes = new byte[SegmentHeader.Size];
            var length = RandomAccess.Read(file, bytes, 0);
            if (SegmentHeader.Read(bytes.AsSpan(0, length), out var header) is not null)
            {
                // Just being made, or of another version, which the server tells of.
                continue;
            }
            using var scan = new SegmentScan(file, header, RandomAccess.GetLength(file));
            while (scan.MoveNext())
            {
                if (
                    scan.Current.IsRecord
                    && Payload.Read(scan.Record[RecordHeader.Size..], scan.Current.Header)
                        is { } entry
                )
                {
                    yield return entry;
                }
            }
        }
    }
}
