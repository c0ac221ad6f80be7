using System.Text.Json.Nodes;

namespace Freshet.Cli.Send;

/// <summary><c>--metadata KEY=VALUE</c>, keys dotted; a key that is given again has several values.</summary>
internal sealed class MetadataArguments
{
    /// <summary>The key of the events' source.</summary>
    private const string SourceKey = "context.source";

    private const int MostDots = 16;

    private readonly Dictionary<string, List<string>> values = new(StringComparer.Ordinal);

    /// <summary>Reads them; null where one is none, which is told.</summary>
    public static MetadataArguments? Read(IReadOnlyList<string> given, Terminal terminal)
    {
        var read = new MetadataArguments();
        foreach (var argument in given)
        {
            var equals = argument.IndexOf('=', StringComparison.Ordinal);
            var key = equals < 1 ? "" : argument[..equals].Trim();
            if (key.Split('.').Any(part => part.Length == 0) || key.Count(c => c == '.') > MostDots)
            {
                terminal.Error.WriteLine(
                    "error: --metadata: expected KEY=VALUE, as tested_artifact_id=pkg:oci/app@sha256:0a1b"
                );
                return null;
            }
            if (!read.values.TryGetValue(key, out var list))
            {
                read.values[key] = list = [];
            }
            list.Add(argument[(equals + 1)..].Trim());
        }
        return read;
    }

    /// <summary>The source of events that name none, where it is given.</summary>
    public string? Source => Last(SourceKey);

    /// <summary>The value of a key, the last where there are several; null where it is not given, or empty.</summary>
    public string? Last(string key) =>
        values.GetValueOrDefault(key)?[^1] is { Length: > 0 } value ? value : null;

    /// <summary>All values of a key that are not empty.</summary>
    public IEnumerable<string> All(string key) =>
        values.GetValueOrDefault(key, []).Where(value => value.Length > 0);

    /// <summary>The metadata of the events.</summary>
    /// <param name="source">The source of events that name none.</param>
    public JsonObject ToJson(string source)
    {
        var metadata = new JsonObject();
        foreach (var (key, list) in values)
        {
            var parts = key.Split('.');
            var target = metadata;
            foreach (var part in parts[..^1])
            {
                if (target[part] is not JsonObject inner)
                {
                    target[part] = inner = [];
                }
                target = inner;
            }
            target[parts[^1]] =
                list.Count == 1
                    ? list[0]
                    : new JsonArray([.. list.Select(value => (JsonNode)value)]);
        }
        if (metadata["context"] is not JsonObject context)
        {
            metadata["context"] = context = [];
        }
        context["source"] = source;
        return metadata;
    }
}
