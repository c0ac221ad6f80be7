namespace Freshet.Sources.Falco;

/// <summary>The priorities of Falco's rules, and how severe each is.</summary>
internal static class AlertPriority
{
    private static readonly Dictionary<string, string> Severities = new(
        StringComparer.OrdinalIgnoreCase
    )
    {
        ["Emergency"] = "critical",
        ["Alert"] = "critical",
        ["Critical"] = "critical",
        ["Error"] = "high",
        ["Warning"] = "medium",
        ["Notice"] = "low",
        ["Informational"] = "low",
        // As rules may write it.
        ["Info"] = "low",
        ["Debug"] = "low",
    };

    /// <summary>What there is, for messages.</summary>
    public static string Known { get; } = $"one of {string.Join(", ", Severities.Keys)}";

    /// <summary>The severity of a priority in any case; null where there is no such priority.</summary>
    public static string? SeverityOf(string priority) => Severities.GetValueOrDefault(priority);
}
