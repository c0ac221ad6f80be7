using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Freshet.Events;
using Freshet.Terraform;

namespace Freshet.Sources.Terraform;

/// <summary>Makes an event of a change.</summary>
/// <param name="metadata">What goes into the metadata of each event; its <c>context.source</c> becomes their source.</param>
internal sealed class ChangeEvents(JsonObject metadata)
{
    private const string Type = "state_change";

    private readonly ReadOnlyMemory<byte> metadataJson = JsonText.Write(metadata);

    private readonly string source =
        metadata["context"] is JsonObject known
        && known["source"] is JsonValue value
        && value.TryGetValue<string>(out var text)
            ? text
            : "";

    /// <summary>Where it came from, for the dead letters.</summary>
    public static JsonObject OriginOf(ResourceChange change, RedactedState state, string place) =>
        new()
        {
            ["state"] = place,
            ["lineage"] = state.Lineage,
            ["serial"] = state.Serial,
            ["resource"] = change.Address,
        };

    /// <summary>The same each time that the change is told, and that of no other. An address that is too long for an id is hashed.</summary>
    public static string IdOf(ResourceChange change, RedactedState state)
    {
        var id = $"{state.Lineage}:{state.Serial}:{change.Address}";
        if (id.Length <= EventRecogniser.LongestId)
        {
            return id;
        }
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(change.Address));
        return $"{state.Lineage}:{state.Serial}:{Convert.ToHexStringLower(hash)}";
    }

    public Event Create(ResourceChange change, RedactedState state, DateTimeOffset now) =>
        new(Write(change, state, now), metadataJson);

    public ReadOnlyMemory<byte> Write(
        ResourceChange change,
        RedactedState state,
        DateTimeOffset now
    ) =>
        JsonText.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("id", IdOf(change, state));
            writer.WriteString("type", Type);
            writer.WriteString("source", source);
            writer.WriteString("timestamp", Rfc3339.Format(now));
            writer.WriteStartObject("data");
            writer.WriteString("resource", change.Address);
            writer.WriteString(
                "action",
                change.Action switch
                {
                    ChangeAction.Created => "created",
                    ChangeAction.Modified => "modified",
                    _ => "deleted",
                }
            );
            writer.WriteNumber("serial", state.Serial);
            writer.WritePropertyName("changes");
            writer.WriteRawValue(change.Changes.Span, skipInputValidation: true);
            writer.WriteEndObject();
            writer.WriteEndObject();
        });
}
