using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Freshet.Events;

/// <summary>
/// An event on its way from a source to the journal: it has one owner at a time, who may change it. Transformers see its three parts.
/// </summary>
internal sealed class Event
{
    private static readonly ReadOnlyMemory<byte> NoMetadata = "{}"u8.ToArray();

    private ReadOnlyMemory<byte> json;
    private JsonNode? tree;
    private bool isTree;
    private ReadOnlyMemory<byte> metadataJson = NoMetadata;
    private JsonObject? metadata;
    private Dictionary<string, string>? headers;

    /// <param name="json">The body: valid UTF-8 JSON without insignificant white space, as <see cref="JsonText.Read"/> gives it.</param>
    public Event(ReadOnlyMemory<byte> json) => this.json = json;

    /// <param name="json">The body.</param>
    /// <param name="metadata">The metadata, a JSON object: many events may share the bytes.</param>
    public Event(ReadOnlyMemory<byte> json, ReadOnlyMemory<byte> metadata)
    {
        this.json = json;
        metadataJson = metadata;
    }

    /// <param name="body">The body as a tree; null is the JSON value null.</param>
    public Event(JsonNode? body) => (tree, isTree) = (body, true);

    /// <summary>What Freshet knows of the event, beside its content: its source's <c>metadata</c>, and what transformers add.</summary>
    public JsonObject Metadata
    {
        get =>
            metadata ??= (JsonObject)
                JsonNode.Parse(metadataJson.Span, documentOptions: JsonText.DocumentOptions)!;
        set => metadata = value;
    }

    /// <summary>The transport's headers that the source keeps; names are compared without regard to case.</summary>
    public Dictionary<string, string> Headers
    {
        get => headers ??= new(StringComparer.OrdinalIgnoreCase);
        set => headers = value;
    }

    /// <summary>The same, for who only reads them: most events have none.</summary>
    public IReadOnlyDictionary<string, string> KeptHeaders =>
        headers ?? (IReadOnlyDictionary<string, string>)FrozenDictionary<string, string>.Empty;

    /// <summary>
    /// What the transport calls it, such as the id on a stream, or topic, partition and offset: the same each time that it comes, and that of no other. It becomes the
    /// event's id where that has none of its own. Null where the transport names nothing. Transformers need not care: their chain hands it on.
    /// </summary>
    public string? TransportId { get; set; }

    /// <summary>
    /// The place in a trace that the transport says it comes from; null where it says none. Transformers need not care: their chain hands it on.
    /// </summary>
    public TraceContext? Trace { get; set; }

    /// <summary>
    /// The content as a tree. Reading it once makes the tree the truth, since its reader may change it; until then the bytes that came in
    /// are the truth, and leave as they came.
    /// </summary>
    public JsonNode? Body
    {
        get
        {
            if (!isTree)
            {
                tree = JsonNode.Parse(json.Span, documentOptions: JsonText.DocumentOptions);
                isTree = true;
            }
            return tree;
        }
        set => (tree, isTree) = (value, true);
    }

    /// <summary>An event out of the journal again, for a sink's transformers to change; the entry stays as it is.</summary>
    public static Event From(EncodedEvent encoded) =>
        new(encoded.Json, encoded.Metadata)
        {
            headers =
                encoded.Headers.Count > 0
                    ? new(encoded.Headers, StringComparer.OrdinalIgnoreCase)
                    : null,
            Trace = encoded.Trace,
        };

    /// <summary>The metadata as UTF-8 JSON on one line.</summary>
    /// <exception cref="JsonException">It holds something that JSON has no form for.</exception>
    public ReadOnlyMemory<byte> MetadataToJson() =>
        metadata is null ? metadataJson : JsonText.Write(metadata);

    /// <summary>The content as UTF-8 JSON on one line.</summary>
    /// <exception cref="JsonException">The tree holds something that JSON has no form for.</exception>
    public ReadOnlyMemory<byte> ToJson()
    {
        if (isTree)
        {
            json = JsonText.Write(tree);
        }
        return json;
    }
}
