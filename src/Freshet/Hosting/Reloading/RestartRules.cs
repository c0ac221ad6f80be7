using Freshet.Configuration;
using Freshet.Toml;

namespace Freshet.Hosting.Reloading;

/// <summary>Knows which keys take a restart to change: those of what is there once for the whole process, and opened when it starts.</summary>
internal static class RestartRules
{
    private const string Hint = "restart the server, or put it back; nothing was changed";

    private static readonly string[] Tables =
    [
        "http.",
        "journal.",
        "dead_letters.",
        "state.",
        "management.",
        "dashboard.",
        "log.",
    ];

    /// <summary>Of these tables the keys that are looked at when they are needed.</summary>
    private static readonly string[] Reloadable =
    [
        "http.shutdown_grace",
        "http.shutdown_notice",
        "log.filter",
    ];

    /// <summary>An error for each key that is another and takes a restart.</summary>
    /// <param name="running">What runs.</param>
    /// <param name="next">What is to run; without errors.</param>
    public static IEnumerable<Diagnostic> Check(Setup running, Setup next) =>
        running
            .Fingerprints.Keys.Union(next.Fingerprints.Keys)
            .Where(NeedsRestart)
            .Where(key =>
                running.Fingerprints.GetValueOrDefault(key)
                != next.Fingerprints.GetValueOrDefault(key)
            )
            .Order(StringComparer.Ordinal)
            .Select(key => new Diagnostic(
                Severity.Error,
                next.Fingerprints.ContainsKey(key)
                    ? $"{key} is not what the server was started with, and takes a restart to change"
                    : $"{key} is gone, and takes a restart to change",
                PlaceOf(key, next) ?? PlaceOf(key, running),
                Hint
            ))
            .Concat(CheckTelemetry(running, next));

    /// <summary>An error where the variables that say what is exported are others: those of a file can be.</summary>
    private static IEnumerable<Diagnostic> CheckTelemetry(Setup running, Setup next)
    {
        var before = running.Otlp?.Variables.ToHashSet() ?? [];
        if (!before.SetEquals(next.Otlp?.Variables.AsEnumerable() ?? []))
        {
            yield return new(
                Severity.Error,
                "the variables of OpenTelemetry (OTEL_…) are not what the server was started with, and take a restart to change",
                Hint: Hint
            );
        }
    }

    private static bool NeedsRestart(string key) =>
        Array.Exists(Tables, table => key.StartsWith(table, StringComparison.Ordinal))
        && !Reloadable.Contains(key, StringComparer.Ordinal);

    /// <summary>Where the key stands; null where it is absent.</summary>
    private static Location? PlaceOf(string key, Setup setup)
    {
        var parts = key.Split('.', 2);
        return setup.Root.Find(parts[0])?.Value is TomlTable table
            ? (table.Find(parts[1]) ?? table.Find(parts[1] + OptionsReader.FileSuffix))
                ?.Value
                .Location
            : null;
    }
}
