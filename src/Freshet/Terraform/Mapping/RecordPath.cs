using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Freshet.Events;

namespace Freshet.Terraform.Mapping;

/// <summary>
/// Where a value stands in an audit record: names joined by dots, <c>[]</c> after one for each item of its list, <c>[key=value]</c> for what has that
/// member only, <c>|</c> between alternatives, of which the first that is there counts. <c>@word</c> at the end takes a part of a text that slashes and colons divide: the one that follows
/// <c>word</c>, or the last for <c>@*</c>.
/// </summary>
internal sealed partial class RecordPath
{
    private const int MaxLength = 512;

    /// <summary>Texts that hold JSON (Azure's bodies) are read up to this many characters.</summary>
    private const int MaxEmbedded = 1 << 20;

    /// <summary>So many values are taken at most: no call names more resources.</summary>
    private const int MaxValues = 1000;

    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = JsonText.MaxDepth };

    private readonly Alternative[] alternatives;

    private RecordPath(string text, Alternative[] alternatives) =>
        (Text, this.alternatives) = (text, alternatives);

    /// <summary>The path as it is written, with the provider's own names for request and response.</summary>
    public string Text { get; }

    /// <summary>Reads a path; <c>request</c> and <c>response</c> at its start stand for what the provider calls so.</summary>
    public static bool TryParse(
        string text,
        CloudProvider provider,
        [NotNullWhen(true)] out RecordPath? path
    )
    {
        path = null;
        if (text.Length > MaxLength)
        {
            return false;
        }
        var read = new List<Alternative>();
        foreach (var part in text.Split('|', StringSplitOptions.TrimEntries))
        {
            var full = Expand(part, provider);
            if (!Form().IsMatch(full))
            {
                return false;
            }
            var at = full.LastIndexOf('@');
            var steps = StepForm().Matches(at < 0 ? full : full[..at]);
            read.Add(new(full, [.. steps.Select(Step.Of)], at < 0 ? null : full[(at + 1)..]));
        }
        path = new(string.Join(" | ", read.Select(alternative => alternative.Text)), [.. read]);
        return true;
    }

    /// <summary>What stands there; empty where nothing does. JSON nulls are nothing.</summary>
    public IReadOnlyList<JsonNode> Read(JsonNode? record)
    {
        foreach (var alternative in alternatives)
        {
            var found = new List<JsonNode>();
            Walk(record, alternative.Steps, found);
            var values = alternative.Word is { } word
                ? [.. found.Select(node => PartOf(node, word)).OfType<JsonNode>()]
                : found;
            if (values.Count > 0)
            {
                return values;
            }
        }
        return [];
    }

    /// <summary>Whether the record says anything there: a list without items says that there are none.</summary>
    public bool IsIn(JsonNode? record) =>
        alternatives.Any(alternative =>
        {
            var found = new List<JsonNode>();
            Walk(record, alternative.Steps, found, emptyLists: true);
            return found.Count > 0;
        });

    /// <summary>The same as texts, for ids: numbers as they are written, lists and objects left out.</summary>
    public IReadOnlyList<string> ReadTexts(JsonNode? record) =>
        [.. Read(record).Select(TextOf).OfType<string>().Where(text => text.Length > 0)];

    public override string ToString() => Text;

    private static string Expand(string part, CloudProvider provider)
    {
        var end = part.AsSpan().IndexOfAny('.', '@', '[');
        var first = end < 0 ? part : part[..end];
        var full = first switch
        {
            "request" => provider.RequestPath(),
            "response" => provider.ResponsePath(),
            _ => first,
        };
        return full + part[first.Length..];
    }

    /// <param name="node">Where it stands.</param>
    /// <param name="steps">Where it goes from there.</param>
    /// <param name="found">Receives what stands at the end.</param>
    /// <param name="emptyLists">Whether a list without items counts as found, where each of its items is asked for.</param>
    private static void Walk(
        JsonNode? node,
        ReadOnlySpan<Step> steps,
        List<JsonNode> found,
        bool emptyLists = false
    )
    {
        if (node is null || found.Count >= MaxValues)
        {
            return;
        }
        if (steps.IsEmpty)
        {
            found.Add(node);
            return;
        }
        var step = steps[0];
        if (Opened(node) is not JsonObject members || !TryGet(members, step.Name, out var value))
        {
            return;
        }
        if (emptyLists && step.EachItem && value is JsonArray { Count: 0 })
        {
            found.Add(value);
            return;
        }
        if (step.EachItem || (step.Filter is not null && value is JsonArray))
        {
            foreach (var item in value as JsonArray ?? [])
            {
                WalkWhere(item, step, steps[1..], found, emptyLists);
            }
        }
        else
        {
            WalkWhere(value, step, steps[1..], found, emptyLists);
        }
    }

    private static void WalkWhere(
        JsonNode? node,
        Step step,
        ReadOnlySpan<Step> rest,
        List<JsonNode> found,
        bool emptyLists
    )
    {
        var passes =
            step.Filter is not { } filter
            || node is JsonObject members
                && TryGet(members, filter.Key, out var value)
                && value is not null
                && string.Equals(TextOf(value), filter.Value, StringComparison.Ordinal);
        if (passes)
        {
            Walk(node, rest, found, emptyLists);
        }
    }

    /// <summary>The member; false too in an object that names one twice, which a tree cannot hold.</summary>
    private static bool TryGet(JsonObject members, string name, out JsonNode? value)
    {
        try
        {
            return members.TryGetPropertyValue(name, out value);
        }
        catch (ArgumentException)
        {
            value = null;
            return false;
        }
    }

    /// <summary>A text that holds an object is read as that object.</summary>
    private static JsonNode Opened(JsonNode node)
    {
        if (
            node is not JsonValue value
            || !value.TryGetValue<string>(out var text)
            || text.Length > MaxEmbedded
            || !text.AsSpan().TrimStart().StartsWith('{')
        )
        {
            return node;
        }
        // What comes in was checked, but not what is in its texts: a name twice, half of a surrogate pair.
        var reading = JsonText.Read(Encoding.UTF8.GetBytes(text));
        return reading.Fault is null
            ? JsonNode.Parse(reading.Json.Span, documentOptions: Deep)!
            : node;
    }

    private static JsonValue? PartOf(JsonNode node, string word)
    {
        if (TextOf(node) is not { } text)
        {
            return null;
        }
        var parts = text.Split('/', ':');
        var index = word == "*" ? parts.Length - 1 : Array.IndexOf(parts, word) + 1;
        var exists = index < parts.Length && (index > 0 || word == "*") && parts[index].Length > 0;
        return exists ? JsonValue.Create(parts[index]) : null;
    }

    private static string? TextOf(JsonNode node) =>
        node is JsonValue value
            ? value.TryGetValue<string>(out var text)
                ? text
                : value.ToJsonString()
            : null;

    [GeneratedRegex(
        @"^[A-Za-z_][\w-]*(\[(\w+=[\w.-]+)?\])?(\.[A-Za-z_][\w-]*(\[(\w+=[\w.-]+)?\])?)*(@(\*|[\w-]+))?\z",
        RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking
    )]
    private static partial Regex Form();

    [GeneratedRegex(
        @"(?<name>[A-Za-z_][\w-]*)(?<each>\[\])?(\[(?<key>\w+)=(?<value>[^\]]+)\])?",
        RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking
    )]
    private static partial Regex StepForm();

    /// <summary>A name, whether each item of its list is meant, and what those must have.</summary>
    private readonly record struct Step(
        string Name,
        bool EachItem,
        KeyValuePair<string, string>? Filter
    )
    {
        public static Step Of(Match match) =>
            new(
                match.Groups["name"].Value,
                match.Groups["each"].Success,
                match.Groups["key"].Success
                    ? new(match.Groups["key"].Value, match.Groups["value"].Value)
                    : null
            );
    }

    private sealed record Alternative(string Text, Step[] Steps, string? Word);
}
