using System.Text;
using Freshet.Toml;

namespace Freshet.Configuration;

/// <summary>Single settings from outside the files: environment variables and the command line.</summary>
internal static class Overrides
{
    /// <summary>The start of each variable that is a setting; two underscores part the keys.</summary>
    public const string Prefix = "FRESHET__";

    /// <summary>
    /// <c>FRESHET__SINKS__MY_EVENTS__ID=x</c> sets <c>sinks.my-events.id</c> where such a key is there (compared without regard to case, and
    /// <c>-</c> taken for <c>_</c>), and <c>sinks.my_events.id</c> otherwise.
    /// </summary>
    public static void ApplyEnvironment(
        TomlTable root,
        IReadOnlyDictionary<string, string> environment,
        ICollection<Diagnostic> diagnostics
    )
    {
        foreach (var (name, text) in environment.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (!name.StartsWith(Prefix, StringComparison.Ordinal))
            {
                continue;
            }
            var location = new Location($"environment variable {name}");
            var keys = name[Prefix.Length..].Split("__");
            if (keys.Any(string.IsNullOrEmpty) || keys.Length > TomlReader.MaxDepth)
            {
                diagnostics.Add(
                    new(
                        Severity.Error,
                        $"{name} names no key",
                        location,
                        "write the keys with two underscores between them: FRESHET__HTTP__PORT=8080"
                    )
                );
                continue;
            }
            Set(root, keys, new TomlText(text, null, location), isWords: true, diagnostics);
        }
    }

    /// <summary><c>key=value</c>, the key dotted as in TOML; the value a TOML value, or else a text.</summary>
    public static void ApplySettings(
        TomlTable root,
        IReadOnlyList<string> settings,
        ICollection<Diagnostic> diagnostics
    )
    {
        foreach (var setting in settings)
        {
            if (Path(setting) is not (var keys, var text))
            {
                diagnostics.Add(
                    new(
                        Severity.Error,
                        "--set takes key=value",
                        new Location("--set"),
                        "for example --set http.port=8080"
                    )
                );
                continue;
            }
            var location = new Location($"--set {string.Join('.', keys)}");
            Set(root, keys, new TomlText(text, null, location), isWords: false, diagnostics);
        }
    }

    /// <summary>The keys and the value of <c>a."b.c".d=value</c>; null where the key is none.</summary>
    private static (List<string> Keys, string Text)? Path(string setting)
    {
        // A quoted key may hold an equals sign itself, so the first one that leaves a whole key before it counts.
        for (var at = setting.IndexOf('='); at >= 0; at = setting.IndexOf('=', at + 1))
        {
            var diagnostics = new List<Diagnostic>();
            var line = Encoding.UTF8.GetBytes($"{setting[..at]} = 0");
            var table = TomlReader.Read(line, "--set", diagnostics);
            if (diagnostics.Count > 0 || table.Properties.Count != 1)
            {
                continue;
            }
            var keys = new List<string>();
            TomlValue value = table;
            while (value is TomlTable { Properties: [var only] })
            {
                keys.Add(only.Key);
                value = only.Value;
            }
            return (keys, setting[(at + 1)..]);
        }
        return null;
    }

    /// <param name="isWords">Whether the keys are words of an environment variable, which knows neither case nor hyphens.</param>
    private static void Set(
        TomlTable root,
        IReadOnlyList<string> keys,
        TomlText value,
        bool isWords,
        ICollection<Diagnostic> diagnostics
    )
    {
        var table = root;
        var path = new List<string>();
        for (var i = 0; i < keys.Count - 1; i++)
        {
            var key = Existing(table, keys[i]);
            path.Add(key);
            if (table.Find(key) is not { } property)
            {
                property = new(key, value.Location, new TomlTable(value.Location));
                table.Set(property);
            }
            if (property.Value is not TomlTable next)
            {
                diagnostics.Add(
                    new(
                        Severity.Error,
                        $"{string.Join('.', path)} is {property.Value.Kind}, and has no key \"{keys[i + 1]}\"",
                        value.Location
                    )
                );
                return;
            }
            table = next;
        }
        var last = Existing(table, keys[^1]);
        // A table goes into the tree as one, so that other settings may still change its keys.
        table.Set(
            new(last, value.Location, value.Interpret() is TomlTable inline ? inline : value)
        );

        string Existing(TomlTable table, string key)
        {
            if (!isWords || table.Find(key) is not null)
            {
                return key;
            }
            var word = key.ToLowerInvariant();
            return table.Find(word)?.Key
                ?? table.Properties.FirstOrDefault(property => IsWord(property.Key, key))?.Key
                ?? word;
        }
    }

    private static bool IsWord(string key, string word) =>
        key.Replace('-', '_').Equals(word, StringComparison.OrdinalIgnoreCase);
}
