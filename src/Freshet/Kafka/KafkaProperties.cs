using System.Globalization;
using Freshet.Configuration;
using Freshet.Toml;

namespace Freshet.Kafka;

/// <summary>
/// Settings of librdkafka by their own names, for whatever Freshet has no option of its own: <c>properties = { "security.protocol" = "ssl" }</c>, or without
/// quotes <c>properties.security.protocol = "ssl"</c>. A text from the environment may have them as <c>name=value</c>, with commas between. Each is checked against the
/// library while the configuration is read.
/// </summary>
internal sealed class KafkaProperties : IReadFromToml<KafkaProperties>
{
    private readonly List<(string Name, string Value, Location Location)> given = [];

    /// <summary>Whether all could be read; where one could not, which is told then, the others say little.</summary>
    private bool isWhole = true;

    public static KafkaProperties None => new();

    public static string Shape => "table of librdkafka's properties";

    public static KafkaProperties? Read(TomlValue value, OptionsReader reader)
    {
        var properties = new KafkaProperties();
        switch (value is TomlText text ? text.Interpret() : value)
        {
            case TomlTable table:
                properties.Add(table, "", reader);
                return properties;
            case TomlString pairs when value is TomlText:
                // Any of them may be a secret.
                reader.Secrets.Add(value);
                return properties.TryAdd(pairs.Value, value.Location) ? properties : Mismatch();
            default:
                return Mismatch();
        }

        KafkaProperties? Mismatch()
        {
            reader.Mismatch(
                value,
                "properties",
                "a table such as { \"client.id\" = \"freshet\" }, or from the environment name=value,name=value"
            );
            // Nobody knows what is in it.
            reader.Secrets.Add(value);
            return null;
        }
    }

    /// <summary>Tells of those that the library does not know or take, and of those that are Freshet's own affair.</summary>
    /// <param name="scope">The options that they are part of.</param>
    /// <param name="own">Properties that must stay as Freshet sets them, with what to do in their place.</param>
    /// <returns>Whether there is nothing to tell of them.</returns>
    public bool Check(OptionsScope scope, IReadOnlyDictionary<string, string> own)
    {
        var areTaken = isWhole;
        foreach (var (name, value, location) in given)
        {
            if (name.EndsWith(".location", StringComparison.Ordinal))
            {
                scope.Reader.NoteFile(value);
            }
            if (own.TryGetValue(name, out var advice))
            {
                areTaken = false;
                scope.Reader.Error(location, $"the property {name} is set by Freshet", advice);
            }
            else if (KafkaLibrary.Refuses(name, value) is not null)
            {
                areTaken = false;
                // What the library says of it may repeat the value, and values may be secrets.
                var isKnown =
                    KafkaLibrary.Refuses(name, "") is not { } reason
                    || !reason.StartsWith("No such", StringComparison.Ordinal);
                scope.Reader.Error(
                    location,
                    isKnown
                        ? $"librdkafka does not take this value for the property {name}"
                        : $"librdkafka knows no property {name}",
                    "its properties, with their values, are in its CONFIGURATION.md"
                );
            }
        }
        return areTaken;
    }

    /// <summary>Tells where the library takes each of them, but makes no client with all of them. What a switched off component needs may be absent.</summary>
    /// <param name="scope">The options that they are part of.</param>
    /// <param name="type">What is to be made.</param>
    /// <param name="settings">All settings of the client, these laid over them.</param>
    public void CheckTogether(
        OptionsScope scope,
        KafkaClientType type,
        IReadOnlyDictionary<string, string> settings
    )
    {
        if (scope.Reader.IsDisabled || KafkaLibrary.Refuses(type, settings) is not { } reason)
        {
            return;
        }
        foreach (var (name, value, _) in given)
        {
            if (IsSecret(name) && value.Length > 0)
            {
                reason = reason.Replace(value, "***", StringComparison.Ordinal);
            }
        }
        scope.Error(
            "properties",
            $"librdkafka does not take these properties together: {reason}",
            "its properties, and which need each other, are in its CONFIGURATION.md"
        );
    }

    /// <summary>Lays them over these settings.</summary>
    public void ApplyTo(IDictionary<string, string> settings)
    {
        foreach (var (name, value, _) in given)
        {
            settings[name] = value;
        }
    }

    private bool TryAdd(string pairs, Location location)
    {
        foreach (
            var pair in pairs.Split(
                ',',
                StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries
            )
        )
        {
            var end = pair.IndexOf('=', StringComparison.Ordinal);
            if (end <= 0)
            {
                return false;
            }
            given.Add((pair[..end].TrimEnd(), pair[(end + 1)..].TrimStart(), location));
        }
        return true;
    }

    private void Add(TomlTable table, string prefix, OptionsReader reader)
    {
        foreach (var property in table.Properties)
        {
            var name = prefix + property.Key;
            var value = property.Value;
            if (IsSecret(name))
            {
                reader.Secrets.Add(value);
            }
            switch (value)
            {
                case TomlTable nested:
                    Add(nested, name + ".", reader);
                    break;
                case TomlBoolean boolean:
                    Give(boolean.Value ? "true" : "false");
                    break;
                case TomlInteger integer:
                    Give(integer.Value.ToString(CultureInfo.InvariantCulture));
                    break;
                case TomlFloat number:
                    Give(number.Value.ToString(CultureInfo.InvariantCulture));
                    break;
                default:
                    if (reader.ReadText(value, $"the property {name}") is { } text)
                    {
                        Give(text);
                    }
                    else
                    {
                        isWhole = false;
                    }
                    break;
            }

            void Give(string text) => given.Add((name, text, value.Location));
        }
    }

    /// <summary>The library has secrets under names that do not end as secrets' names do elsewhere.</summary>
    private static bool IsSecret(string name) =>
        SecretNames.Contain(name)
        || name.EndsWith(".pem", StringComparison.Ordinal)
        || name is "sasl.jaas.config" or "sasl.oauthbearer.config";
}
