using System.Text;
using Freshet.Configuration;
using Freshet.Events;
using Freshet.Toml;

namespace Freshet.Sinks.Kafka;

/// <summary>
/// The topic of each event: a name, in which <c>{type}</c> and <c>{source}</c> stand for the event's own, with <c>_</c> for each character that topics do
/// not allow.
/// </summary>
internal sealed class TopicTemplate : IReadFromToml<TopicTemplate>
{
    /// <summary>The longest name of a topic: Kafka makes names of files of it.</summary>
    public const int Longest = 249;

    private const string Type = "{type}";
    private const string Source = "{source}";

    private readonly string text;

    private TopicTemplate(string text) => this.text = text;

    /// <summary>No topic: the option is missing.</summary>
    public static TopicTemplate None { get; } = new("");

    public static string Shape => "string";

    public static TopicTemplate? Read(TomlValue value, OptionsReader reader)
    {
        if (reader.ReadText(value, "topic") is not { } text)
        {
            return null;
        }
        var fixedPart = text.Replace(Type, "").Replace(Source, "");
        if (fixedPart.IndexOfAny(['{', '}']) >= 0)
        {
            reader.Error(
                value.Location,
                "topic has braces around something that is neither type nor source",
                $"{Type} and {Source} stand for the event's, as in \"events.{Type}\""
            );
        }
        else if (!fixedPart.All(IsAllowed))
        {
            reader.Error(
                value.Location,
                "topic has a character that no topic's name has",
                "letters and digits of ASCII, full stops, underscores and hyphens make a name"
            );
        }
        else if (fixedPart.Length > Longest)
        {
            reader.Error(value.Location, $"topic has more than {Longest} characters");
        }
        else if (text is "" or "." or "..")
        {
            reader.Error(value.Location, $"topic is \"{text}\", which is no topic's name");
        }
        return new(text);
    }

    /// <summary>The topic of an event, or why there is none.</summary>
    public (string Topic, string? Fault) Of(EncodedEvent input)
    {
        // What is put in has no braces left, so nothing in an event can stand for something else.
        var topic = text.Replace(Type, Allowed(input.Type)).Replace(Source, Allowed(input.Source));
        var fault =
            input.Source.Length == 0 && text.Contains(Source, StringComparison.Ordinal)
                ? "its topic is named after its source, and it has none"
            : topic.Length > Longest ? $"its topic's name would have more than {Longest} characters"
            : topic is "." or ".." ? $"its topic's name would be \"{topic}\", which no topic has"
            : null;
        return (topic, fault);
    }

    public override string ToString() => text;

    private static string Allowed(string name)
    {
        if (name.All(IsAllowed))
        {
            return name;
        }
        var allowed = new StringBuilder(name.Length);
        foreach (var rune in name.EnumerateRunes())
        {
            allowed.Append(rune.IsAscii && IsAllowed((char)rune.Value) ? (char)rune.Value : '_');
        }
        return allowed.ToString();
    }

    private static bool IsAllowed(char c) => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-';
}
