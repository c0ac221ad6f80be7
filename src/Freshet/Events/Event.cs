using System.Text.Json;
using System.Text.Json.Nodes;

namespace Freshet.Events;

/// <summary>
/// An event on its way from a source to the journal: it has one owner at a time, who may change it. Transformers see its three parts.
/// </summary>
internal sealed class Event
{
    private ReadOnlyMemory<byte> json;
    private JsonNode? tree;
    private bool isTree;

    /// <param name="json">The body: valid UTF-8 JSON without insignificant white space, as <see cref="JsonText"/> gives it.</param>
    public Event(ReadOnlyMemory<byte> json) => this.json = json;

    /// <param name="body">The body as a tree; null is the JSON value null.</param>
    public Event(JsonNode? body) => (tree, isTree) = (body, true);

    /// <summary>What Freshet knows of the event, beside its content: its source's <c>metadata</c>, and what transformers add.</summary>
    public JsonObject Metadata { get; set; } = [];

    /// <summary>The transport's headers that the source keeps; names are compared without regard to case.</summary>
    public Dictionary<string, string> Headers { get; set; } = new(StringComparer.OrdinalIgnoreCase);

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
