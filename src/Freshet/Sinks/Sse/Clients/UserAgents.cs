namespace Freshet.Sinks.Sse.Clients;

/// <summary>
/// What the clients of an endpoint call themselves, safe to show, and most of the time one object for all who say the same: many clients are of few
/// kinds. Each text has one slot, by its hash, and takes it from whoever had it before: what is kept is bounded, whatever is sent. Safe from several
/// threads without a lock: at worst a text is kept twice.
/// </summary>
internal sealed class UserAgents
{
    /// <summary>The most characters of a text; what follows says nothing that matters here.</summary>
    public const int Longest = 256;

    private const int Slots = 256;

    private readonly string?[] slots = new string?[Slots];

    /// <summary>The text as it is kept; empty for null.</summary>
    public string Share(string? text)
    {
        var clean = Clean(text ?? "");
        ref var slot = ref slots[(uint)clean.GetHashCode(StringComparison.Ordinal) % Slots];
        var kept = Volatile.Read(ref slot);
        if (kept == clean)
        {
            return kept;
        }
        Volatile.Write(ref slot, clean);
        return clean;
    }

    private static string Clean(string text)
    {
        var shown = text.Length > Longest ? text[..Longest] : text;
        return shown.Any(char.IsControl)
            ? string.Concat(shown.Where(character => !char.IsControl(character)))
            : shown;
    }
}
