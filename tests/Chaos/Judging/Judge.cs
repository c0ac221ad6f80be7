using Freshet.Chaos.Reading;
using Freshet.Chaos.Sending;

namespace Freshet.Chaos.Judging;

/// <summary>Asks for every debt: what was acknowledged must be where it is owed, in order and as often as promised.</summary>
/// <param name="ledger">What was sent.</param>
/// <param name="diaries">What everyone saw, to tell of what is wrong.</param>
/// <param name="began">When the run began.</param>
internal sealed class Judge(
    Ledger ledger,
    Problems problems,
    IReadOnlyList<Diary> diaries,
    DateTimeOffset began
)
{
    private const int MostTold = 10;

    /// <summary>Looks at what the first server's journal has, as a client reads it that came when all was over.</summary>
    public void CheckJournal(Diary history)
    {
        var seen = new HashSet<string>();
        var names = new Dictionary<string, string>();
        var unknown = new List<Sighting>();
        var twice = new List<Sighting>();
        var nameless = new List<Sighting>();
        foreach (var sighting in history.Events)
        {
            if (!ledger.Sent.ContainsKey(sighting.Digest))
            {
                unknown.Add(sighting);
            }
            if (!seen.Add(sighting.Digest))
            {
                twice.Add(sighting);
            }
            else if (sighting.Text.Length == 0 || !names.TryAdd(sighting.Text, sighting.Digest))
            {
                nameless.Add(sighting);
            }
        }
        var lost = ledger.Sent.Where(each =>
            each.Value.Request.IsAcknowledged && !seen.Contains(each.Key)
        );
        Tell(Promise.Kept, "acknowledged, but not in the journal", lost.Select(each => each.Key));
        Tell(Promise.Unaltered, "never sent as it came", Digests(unknown));
        Tell(Promise.Unaltered, "twice in the journal", Digests(twice));
        Tell(Promise.Unaltered, "without an id, or with another's", Digests(nameless));
    }

    /// <summary>Looks whether the reader saw what the journal has: everything, once, in order.</summary>
    public void CheckReader(Promise promise, Diary reader, Diary history, bool sameNames)
    {
        Compare(promise, reader, history, mayRepeat: false);
        if (!sameNames)
        {
            return;
        }
        var names = history
            .Events.DistinctBy(sighting => sighting.Digest)
            .ToDictionary(sighting => sighting.Digest, sighting => sighting.Text);
        var renamed = reader.Events.Where(sighting =>
            names.TryGetValue(sighting.Digest, out var name) && name != sighting.Text
        );
        Tell(promise, $"{reader.Name} knows by another id", Digests(renamed));
    }

    /// <summary>Looks whether everything was delivered at least once, and the first time in order.</summary>
    public void CheckReceiver(Diary received, Diary history) =>
        Compare(Promise.Delivered, received, history, mayRepeat: true);

    /// <summary>Nothing was removed, so no stream may say that something is missing.</summary>
    public void CheckErrors()
    {
        foreach (var diary in diaries)
        {
            foreach (var error in diary.Of(SightingKind.Error))
            {
                problems.Add(
                    Promise.Honest,
                    $"{diary.Name} was told at {error.At - began:mm\\:ss\\.fff}: {error.Text}"
                );
            }
        }
    }

    private void Compare(Promise promise, Diary reader, Diary history, bool mayRepeat)
    {
        var places = new Dictionary<string, int>();
        foreach (var sighting in history.Events)
        {
            places.TryAdd(sighting.Digest, places.Count);
        }
        var seen = new HashSet<string>();
        var extra = new List<string>();
        var twice = new List<string>();
        var disordered = new List<string>();
        var furthest = -1;
        foreach (var digest in Digests(reader.Events))
        {
            if (!seen.Add(digest))
            {
                twice.Add(digest);
            }
            else if (!places.TryGetValue(digest, out var place))
            {
                extra.Add(digest);
            }
            else if (place < furthest)
            {
                disordered.Add(digest);
            }
            else
            {
                furthest = place;
            }
        }
        Tell(promise, $"{reader.Name} missed", places.Keys.Where(digest => !seen.Contains(digest)));
        Tell(promise, $"{reader.Name} alone saw", extra);
        Tell(promise, $"{reader.Name} saw out of order", disordered);
        if (!mayRepeat)
        {
            Tell(promise, $"{reader.Name} saw again", twice);
        }
    }

    private static IEnumerable<string> Digests(IEnumerable<Sighting> sightings) =>
        sightings.Select(sighting => sighting.Digest);

    private void Tell(Promise promise, string what, IEnumerable<string> digests)
    {
        var all = digests.ToList();
        if (all.Count > 0)
        {
            var examples = string.Concat(all.Take(MostTold).Select(Explain));
            problems.Add(promise, $"{what}: {all.Count}{examples}");
        }
    }

    /// <summary>What is known of one event: what its producer was told, and when it was seen where.</summary>
    private string Explain(string digest)
    {
        var origin = ledger.Sent.TryGetValue(digest, out var sent)
            ? $"{Short(sent.Event.Id)} ({sent.Request.History})"
            : $"an unknown event with digest {digest}";
        var places = diaries.Select(diary =>
        {
            var times = diary
                .Events.Where(sighting => sighting.Digest == digest)
                .Select(sighting =>
                    $"{sighting.At - began:mm\\:ss\\.fff} as {Short(sighting.Text)}"
                )
                .ToList();
            return $"\n        {diary.Name}: {(times.Count == 0 ? "never" : string.Join(", ", times))}";
        });
        return $"\n      {origin}{string.Concat(places)}";
    }

    private static string Short(string id)
    {
        var line = id.ReplaceLineEndings("\\n");
        return line.Length <= 60 ? line : $"{line[..60]}…";
    }
}
