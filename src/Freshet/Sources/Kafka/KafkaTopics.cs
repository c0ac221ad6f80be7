using System.Text.RegularExpressions;
using Freshet.Configuration;
using Freshet.Kafka;
using Freshet.Toml;

namespace Freshet.Sources.Kafka;

/// <summary>The topics that a source reads, by name or by regular expression.</summary>
internal sealed partial class KafkaTopics : IReadFromToml<KafkaTopics>
{
    /// <summary>Kafka's own limit.</summary>
    private const int LongestName = 249;

    private KafkaTopics(IReadOnlyList<string> names) => Names = names;

    /// <summary>No topic: the option is missing.</summary>
    public static KafkaTopics None { get; } = new([]);

    public static string Shape => "array of topics, or one text with commas";

    /// <summary>As librdkafka takes them: what begins with <c>^</c> is a regular expression.</summary>
    public IReadOnlyList<string> Names { get; }

    public static KafkaTopics? Read(TomlValue value, OptionsReader reader)
    {
        var given = value is TomlText text ? text.Interpret() : value;
        var items = given is TomlArray array ? array.Items : [value];
        var names = new List<string>();
        foreach (var item in items)
        {
            if (reader.ReadText(item, "topics") is not { } list)
            {
                return null;
            }
            // A comma may be part of a regular expression, which an array keeps whole.
            var parts =
                given is TomlArray && list.StartsWith('^')
                    ? [list]
                    : list.Split(
                        ',',
                        StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries
                    );
            foreach (var name in parts)
            {
                Check(name, item, reader);
                names.Add(name);
            }
        }
        if (names.Count == 0)
        {
            reader.Error(
                value.Location,
                "topics names no topic",
                "add the exact names, such as [\"blog.posts\", \"link.clicks\"]"
            );
        }
        // librdkafka refuses a name that is there twice.
        return new([.. names.Distinct(StringComparer.Ordinal)]);
    }

    /// <summary>Tells of regular expressions that librdkafka does not take.</summary>
    public void Check(OptionsScope scope)
    {
        foreach (var name in Names.Where(name => name.StartsWith('^')))
        {
            // This property takes regular expressions only, parted by commas: those within must go, and what they mean with them.
            var expression = Repetition().Replace(name, "{${least}}").Replace(',', 'x');
            if (KafkaLibrary.Refuses("topic.blacklist", expression) is not null)
            {
                scope.Error(
                    "topics",
                    $"\"{name}\" in topics is no regular expression",
                    "write an extended regular expression of POSIX, such as \"^blog\\\\..*\"; one with a comma needs an array: topics = [\"^a{1,2}$\"]"
                );
            }
        }
    }

    [GeneratedRegex(@"\{(?<least>\d+),\d*\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Repetition();

    private static void Check(string name, TomlValue at, OptionsReader reader)
    {
        if (name.StartsWith('^'))
        {
            return;
        }
        if (name.Contains('*', StringComparison.Ordinal))
        {
            reader.Error(
                at.Location,
                $"\"{name}\" in topics has a *, and Kafka knows no wildcards in the names of topics",
                "write each topic's exact name, or a regular expression that begins with ^, such as \"^blog\\\\..*\"; what a client wants it chooses itself: /events?event_types=blog.*"
            );
        }
        else if (
            name.Length > LongestName
            || name is "." or ".."
            || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-')
        )
        {
            reader.Error(
                at.Location,
                $"\"{name}\" in topics cannot be a topic's name",
                $"a name has letters, digits, dots, underscores and hyphens, at most {LongestName}"
            );
        }
    }
}
