using System.Text.RegularExpressions;
using Freshet.LoadTest.Publishing;

namespace Freshet.LoadTest.Clients;

/// <summary>
/// What the clients with one filter have to see: which events pass, by regular expressions, which is not how Freshet looks at them, and the place of each
/// among those of its lane that pass. By places, a client's <see cref="Ledger"/> is as exact as that of a client that gets everything.
/// </summary>
internal sealed class Interest
{
    private const int LeftOut = -1;

    private readonly bool[] passes = new bool[Kind.Count];
    private readonly int[] published = new int[Lanes.Count];
    private readonly List<int>[] places = New();
    private readonly List<int>[] indices = New();

    /// <param name="types">The types asked for, each perhaps with <c>*</c>, parted by commas; empty for all.</param>
    /// <param name="sources">The sources, likewise.</param>
    public Interest(string types, string sources)
    {
        string[] parts =
        [
            .. types.Length > 0 ? [$"event_types={types}"] : Array.Empty<string>(),
            .. sources.Length > 0 ? [$"sources={sources}"] : Array.Empty<string>(),
        ];
        Query = parts.Length > 0 ? $"?{string.Join('&', parts)}" : "";
        var (type, source) = (Expression(types), Expression(sources));
        for (var i = 0; i < passes.Length; i++)
        {
            var kind = Kind.At(i);
            passes[i] = type.IsMatch(kind.Type) && source.IsMatch(kind.Source);
        }
    }

    /// <summary>
    /// Fifty that are all different: two pass everything, two nothing, the others from a fiftieth of the events to a fifth; a tenth on average. Clients write
    /// names in full, with <c>*</c> at either end or both, several of them, and of types, sources or both.
    /// </summary>
    public static IEnumerable<Interest> Fifty =>
        [
            new("", ""),
            new("*.*", ""),
            new("never.*", ""),
            new("", "nobody"),
            .. Kind.Subjects.Select(subject => new Interest($"{subject}.*", "")),
            .. Kind.Actions.Select(action => new Interest($"*.{action}", "")),
            .. Kind.Services.Take(4).Select(service => new Interest("", service)),
            new("", "import-*"),
            new("*ment.*", ""),
            .. Ten.Select(i => new Interest(Names(i), "")),
            .. Ten.Take(5).Select(i => new Interest($"{Subject(i)}.*,*.{Action(i)}", "*-service")),
            .. Ten.Take(5)
                .Select(i => new Interest($"*{Action(i + 5)[1..5]}*", $"{Service(i)},*us,nobody")),
        ];

    /// <summary>How many <see cref="Fifty"/> are.</summary>
    public const int Most = 50;

    private static IEnumerable<int> Ten => Enumerable.Range(0, 10);

    /// <summary>What a client asks with: with its <c>?</c>, or nothing.</summary>
    public string Query { get; }

    /// <summary>How many clients there are that have it.</summary>
    public int Clients { get; private set; }

    /// <summary>How many events have passed so far, lane by lane.</summary>
    public ReadOnlySpan<int> Published => published;

    /// <summary>The part of all kinds that passes, from 0 to 1.</summary>
    public double Share => (double)passes.Count(pass => pass) / passes.Length;

    public void Join() => Clients++;

    public void Leave() => Clients--;

    /// <summary>The lane's next event is of that kind.</summary>
    /// <returns>How many clients have to get it on this account.</returns>
    public int Publish(int lane, int kind)
    {
        if (!passes[kind])
        {
            places[lane].Add(LeftOut);
            return 0;
        }
        indices[lane].Add(places[lane].Count);
        places[lane].Add(published[lane]++);
        return Clients;
    }

    /// <summary>The event's place among those that pass, in the form of a number; negative where it does not pass, or was never published.</summary>
    public long PlaceOf(long number)
    {
        var (lane, index) = (Lanes.LaneOf(number), Lanes.IndexOf(number));
        return index < places[lane].Count && places[lane][index] is not LeftOut and var place
            ? Lanes.Number(lane, place)
            : LeftOut;
    }

    /// <summary>The event that has this place.</summary>
    public long NumberAt(long place)
    {
        var lane = Lanes.LaneOf(place);
        return Lanes.Number(lane, indices[lane][Lanes.IndexOf(place)]);
    }

    private static string Names(int i) =>
        string.Join(',', Ten.Take(5).Select(n => $"{Subject(i + n)}.{Action(i + (2 * n))}"));

    private static string Subject(int i) => Kind.Subjects[i % Kind.Subjects.Length];

    private static string Action(int i) => Kind.Actions[i % Kind.Actions.Length];

    private static string Service(int i) => Kind.Services[i % Kind.Services.Length];

    private static Regex Expression(string names)
    {
        var choices = names
            .Split(',')
            .Select(name => Regex.Escape(name).Replace(@"\*", ".*", StringComparison.Ordinal));
        return new(
            names.Length == 0 ? "" : $"^(?:{string.Join('|', choices)})$",
            RegexOptions.CultureInvariant | RegexOptions.NonBacktracking
        );
    }

    private static List<int>[] New() =>
        [.. Enumerable.Range(0, Lanes.Count).Select(_ => new List<int>())];
}
