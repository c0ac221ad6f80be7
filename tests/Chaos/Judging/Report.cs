namespace Freshet.Chaos.Judging;

/// <summary>Writes what came of a run: a line for each promise, in the form that <c>./do test</c> adds up.</summary>
internal sealed class Report(Problems problems, TextWriter output)
{
    private static readonly Dictionary<Promise, string> Sentences = new()
    {
        [Promise.Answers] =
            "every answer was 201 with the ids that were sent, or 503 with Retry-After",
        [Promise.Kept] = "the journal has every acknowledged event",
        [Promise.Unaltered] = "everything in it was sent, byte for byte, and is there once",
        [Promise.Streamed] = "every client of A got all of it, in order, once",
        [Promise.Delivered] = "the http sink delivered all of it, in order, at least once",
        [Promise.Linked] = "B and every client of it got all of it, in order, once",
        [Promise.Honest] = "no stream said that something is missing",
        [Promise.FullDisk] = "a full disk was answered 503, told by /health, and got over",
        [Promise.Alive] = "no process ended but when told to, and then with success",
        [Promise.Flowing] = "a new event reached everyone after all of it",
    };

    /// <summary>Whether all were kept.</summary>
    /// <param name="isDiskTried">Whether a disk could be filled.</param>
    public bool Write(bool isDiskTried)
    {
        var (kept, broken, skipped) = (0, 0, 0);
        foreach (var promise in Enum.GetValues<Promise>())
        {
            var found = problems.Of(promise);
            if (promise == Promise.FullDisk && !isDiskTried)
            {
                output.WriteLine($"  skipped {Sentences[promise]}");
                skipped++;
            }
            else if (found.Count == 0)
            {
                output.WriteLine($"  kept    {Sentences[promise]}");
                kept++;
            }
            else
            {
                output.WriteLine($"  BROKEN  {Sentences[promise]}");
                foreach (var problem in found.Take(20))
                {
                    output.WriteLine($"    {problem}");
                }
                if (found.Count > 20)
                {
                    output.WriteLine($"    and {found.Count - 20} more");
                }
                broken++;
            }
        }
        output.WriteLine($"  failed: {broken}");
        output.WriteLine($"  succeeded: {kept}");
        output.WriteLine($"  skipped: {skipped}");
        return broken == 0;
    }
}
