using Freshet.Events;
using Freshet.Journal;

namespace Freshet.Pipelines.Letters;

/// <summary>Reads dead letters beside the process that writes them.</summary>
/// <param name="path">Their folder.</param>
/// <param name="complain">Told in a sentence of what is damaged, or is no letter; nobody where null.</param>
internal sealed class DeadLetterFolder(string path, Action<string>? complain = null)
{
    private readonly Resolutions resolutions = new(path);

    /// <summary>Those that are not done with, oldest first; none where there is no folder. What is damaged is told of and left out.</summary>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    /// <exception cref="JournalUnavailableException">It is of a version that this one does not know.</exception>
    public IEnumerable<KeptLetter> Open()
    {
        if (!Directory.Exists(path))
        {
            yield break;
        }
        var resolved = resolutions.Read();
        using var walk = new JournalWalk(path);
        while (walk.MoveNext())
        {
            var item = walk.Current;
            if (item.Entry is not { } entry)
            {
                complain?.Invoke(
                    $"{item.File} is damaged: {item.Length} bytes at {item.Offset}: {item.Fault}; dead letters lost: {item.Missing}"
                );
            }
            else if (resolved.Contains(entry.Sequence))
            {
                continue;
            }
            else if (Read(entry) is { } letter)
            {
                yield return letter;
            }
            else
            {
                complain?.Invoke($"entry {entry.Sequence} of {item.File} is no dead letter");
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

    private static KeptLetter? Read(Entry entry)
    {
        var (id, json) = (entry.Event.Id, entry.Event.Json);
        if (entry.Event.Type == DeadLetterJournal.RefusedType)
        {
            return RefusedMessageForm.Read(json) is { } message
                ? new KeptMessage(entry.Sequence, id, message)
                : null;
        }
        return DeadLetterForm.Read(json) is { } letter
            ? new KeptEvent(entry.Sequence, id, letter)
            : null;
    }
}
