using System.Text.Json.Serialization;

namespace Freshet.Management;

/// <summary>Whether the server does its work, and what hinders it.</summary>
/// <param name="Status"><c>ready</c>, <c>unavailable</c>, <c>starting</c> or <c>stopping</c>.</param>
/// <param name="Journal">Why the journal takes no events; null where it does.</param>
/// <param name="Sources">What hinders sources, by their names; null where nothing does.</param>
/// <param name="Sinks">The same of sinks.</param>
internal sealed record HealthReport(
    string Status,
    string? Journal = null,
    IReadOnlyDictionary<string, string>? Sources = null,
    IReadOnlyDictionary<string, string>? Sinks = null
)
{
    private const string Ready = "ready";

    /// <summary>Whether events are taken in. What hinders sinks does not count: their events wait in the journal.</summary>
    [JsonIgnore]
    public bool IsReady => Status == Ready;

    /// <summary>What hinders it, each in a sentence: <c>source kafka: no broker answers</c>.</summary>
    [JsonIgnore]
    public IEnumerable<string> Problems
    {
        get
        {
            var reasons = Told("source", Sources).Concat(Told("sink", Sinks));
            return Journal is null ? reasons : reasons.Prepend($"journal: {Journal}");
        }
    }

    /// <summary>All of it in a line: <c>unavailable: source kafka: no broker answers</c>.</summary>
    [JsonIgnore]
    public string Message
    {
        get
        {
            var all = string.Join("; ", Problems);
            return all.Length == 0 ? Status : $"{Status}: {all}";
        }
    }

    private static IEnumerable<string> Told(
        string kind,
        IReadOnlyDictionary<string, string>? troubles
    ) =>
        (troubles ?? new Dictionary<string, string>()).Select(pair =>
            $"{kind} {pair.Key}: {pair.Value}"
        );
}
