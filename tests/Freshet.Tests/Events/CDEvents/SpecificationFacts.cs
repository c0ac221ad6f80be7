using System.Text.Json.Nodes;

namespace Freshet.Tests.Events.CDEvents;

/// <summary>A member, as the facts of the specification tell it: <c>id!:string(minLength=1)</c>.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsRequired">Whether it must be there.</param>
/// <param name="Kind">What its value must be, in the words of the facts.</param>
internal sealed record Fact(string Name, bool IsRequired, string Kind)
{
    /// <summary>The members of an object; none of other kinds.</summary>
    public IReadOnlyList<Fact> Members => IsObject ? ReadAll(Kind[7..^1]) : [];

    public bool IsObject => Kind.StartsWith("object{", StringComparison.Ordinal);

    /// <summary>The words that are the only ones allowed; none where others are.</summary>
    public IReadOnlyList<string> Words =>
        Kind.StartsWith("enum(", StringComparison.Ordinal) ? Kind[5..^1].Split('|') : [];

    /// <summary>Reads <c>a!:string, b:object{c:string}</c>.</summary>
    public static IReadOnlyList<Fact> ReadAll(string text)
    {
        var facts = new List<Fact>();
        var (depth, start) = (0, 0);
        for (var i = 0; i <= text.Length; i++)
        {
            var c = i < text.Length ? text[i] : ',';
            depth +=
                c is '(' or '{' or '[' ? 1
                : c is ')' or '}' or ']' ? -1
                : 0;
            if (c == ',' && depth == 0)
            {
                if (text[start..i].Trim() is { Length: > 0 } fact)
                {
                    facts.Add(Read(fact));
                }
                start = i + 1;
            }
        }
        return facts;
    }

    private static Fact Read(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var name = text[..colon];
        return new(name.TrimEnd('!'), name.EndsWith('!'), text[(colon + 1)..]);
    }

    /// <summary>A value that holds to it.</summary>
    /// <param name="isFull">Whether it has what it may have, and not only what it must.</param>
    public JsonNode Example(bool isFull) =>
        Kind switch
        {
            _ when IsObject => ExampleOf(Members, isFull),
            _ when Words.Count > 0 => isFull ? Words[^1] : Words[0],
            "links" => Links(),
            "free" => new JsonObject { ["any"] = new JsonArray(1, true, null) },
            "array<string>" => isFull ? new JsonArray("one", "two") : new JsonArray(),
            "date-time" => "2026-01-31T12:00:00.123+01:00",
            _ when Kind.Contains("(uri-reference", StringComparison.Ordinal) => "/a/b?c=d#e",
            _ when Kind.Contains("(uri", StringComparison.Ordinal) => "https://ci.example/1",
            "string" => isFull ? "text" : "",
            _ => "text",
        };

    public static JsonObject ExampleOf(IEnumerable<Fact> members, bool isFull) =>
        new(
            members
                .Where(member => isFull || member.IsRequired)
                .Select(member =>
                    KeyValuePair.Create(member.Name, (JsonNode?)member.Example(isFull))
                )
        );

    /// <summary>One of each kind.</summary>
    private static JsonNode Links() =>
        JsonNode.Parse(
            """
            [
              {"linkType":"END","from":{"contextId":"a"},"tags":{"t":"v"}},
              {"tags":{},"from":{"contextId":"a"},"linkType":"PATH"},
              {"linkType":"RELATION","linkKind":"TRIGGER","target":{"contextId":"a"},"tags":{"t":1}}
            ]
            """
        )!;
}

/// <summary>A row of <c>tests/data/cdevents/types.tsv</c>: a type in one release.</summary>
internal sealed record TypeFacts(
    string Release,
    string Type,
    string? SubjectType,
    IReadOnlyList<Fact> Root
)
{
    private const string Filled = "string(minLength=1)";

    public static string Path { get; } =
        System.IO.Path.Combine(Repository.Root, "tests", "data", "cdevents", "types.tsv");

    public static IReadOnlyList<TypeFacts> All { get; } =
    [.. File.ReadLines(Path).Select(line => Read(line.Split('\t')))];

    public IReadOnlyList<Fact> Content =>
        Root.Single(fact => fact.Name == "subject")
            .Members.Single(fact => fact.Name == "content")
            .Members;

    public JsonObject Example(bool isFull)
    {
        var example = Fact.ExampleOf(Root, isFull);
        example["context"]!["type"] = Type;
        return example;
    }

    public override string ToString() => $"{Release} {Type}";

    private static TypeFacts Read(string[] columns)
    {
        var subjectType = columns[2] == "-" ? null : columns[2];
        var content = columns[5]["content: ".Length..];
        var context = Kinds(
            columns[3]["context: ".Length..],
            name =>
                name switch
                {
                    "source" => "string(uri-reference,minLength=1)",
                    "timestamp" => "date-time",
                    "schemaUri" => "string(uri,minLength=1)",
                    "links" => "links",
                    _ => Filled,
                }
        );
        var subject = Kinds(
            columns[4]["subject: ".Length..],
            name =>
                name switch
                {
                    "source" => "string(uri-reference,minLength=1)",
                    "type" => $"enum({subjectType})",
                    "content" => $"object{{{content}}}",
                    _ => Filled,
                }
        );
        return new(
            columns[0],
            columns[1],
            subjectType,
            [
                new("context", true, context),
                new("subject", true, subject),
                new("customData", false, "free"),
                new("customDataContentType", false, "string"),
            ]
        );
    }

    private static string Kinds(string names, Func<string, string> kindOf) =>
        $"object{{{string.Join(", ", names.Split(", ").Select(name => $"{name}:{kindOf(name.TrimEnd('!'))}"))}}}";
}
