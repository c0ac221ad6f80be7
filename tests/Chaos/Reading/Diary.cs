using System.Text;

namespace Freshet.Chaos.Reading;

/// <summary>All that one reader saw, read from the file that it writes, perhaps in another process.</summary>
internal sealed class Diary(string name, string path)
{
    private readonly List<Sighting> sightings = [];
    private readonly HashSet<string> digests = [];
    private long position;

    public string Name => name;

    public string Path => path;

    /// <summary>The events, in the order in which they came.</summary>
    public IEnumerable<Sighting> Events => Of(SightingKind.Event);

    public IEnumerable<Sighting> Of(SightingKind kind) =>
        sightings.Where(sighting => sighting.Kind == kind);

    /// <summary>Whether an event with that digest has come.</summary>
    public bool Has(string digest)
    {
        Refresh();
        return digests.Contains(digest);
    }

    /// <summary>Reads what was added since the last time.</summary>
    public void Refresh()
    {
        if (!File.Exists(path))
        {
            return;
        }
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        file.Position = position;
        var added = new byte[file.Length - position];
        file.ReadExactly(added);
        // A line that is not whole yet is read next time.
        var whole = added.AsSpan(0, added.AsSpan().LastIndexOf((byte)'\n') + 1);
        position += whole.Length;
        foreach (var line in Encoding.UTF8.GetString(whole).Split('\n'))
        {
            if (Sighting.Parse(line) is { } sighting)
            {
                sightings.Add(sighting);
                if (sighting.Kind == SightingKind.Event)
                {
                    digests.Add(sighting.Digest);
                }
            }
        }
    }
}
