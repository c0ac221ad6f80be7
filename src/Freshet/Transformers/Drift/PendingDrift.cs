using System.Text.Json;
using System.Text.Json.Nodes;
using Freshet.Events;
using Freshet.Terraform.Drift;
using Freshet.Terraform.Mapping;

namespace Freshet.Transformers.Drift;

/// <summary>A drift that may be told yet, as the journal has it.</summary>
/// <param name="Until">When it is decided.</param>
/// <param name="Id">The id that it has if it is told.</param>
/// <param name="Claim">What a newer state may account for.</param>
/// <param name="Event">The event, ready to be told.</param>
internal sealed record PendingDrift(
    DateTimeOffset Until,
    string Id,
    DriftClaim Claim,
    ReadOnlyMemory<byte> Event
)
{
    /// <summary>Reads the event; null where it is one of another transformer, or none that <see cref="DriftEvent"/> wrote.</summary>
    /// <param name="entry">The event where it waits.</param>
    /// <param name="transformer">Whose it must be.</param>
    public static PendingDrift? Read(Entry entry, string transformer)
    {
        var pending = entry.Event;
        if (pending.Type != DriftEvent.PendingType)
        {
            return null;
        }
        using var document = JsonDocument.Parse(pending.Json, JsonText.DocumentOptions);
        var data = document.RootElement.At("data");
        var drift = data.At("drift");
        if (
            data.TextAt("transformer") != transformer
            || data.TimeAt("until") is not { } until
            || drift.TextAt("timestamp") is null
            || DriftEvent.Named<DriftKind>(drift.TextAt("alert_type")) is not { } kind
        )
        {
            return null;
        }
        var id = pending.Id.EndsWith(DriftEvent.PendingEnd, StringComparison.Ordinal)
            ? pending.Id[..^DriftEvent.PendingEnd.Length]
            : pending.Id;
        var claim = new DriftClaim
        {
            Kind = kind,
            Action = DriftEvent.Named<CallAction>(drift.TextAt("action")),
            ResourceType = drift.TextAt("resource_type"),
            ResourceId = drift.TextAt("resource_id"),
            Address = drift.TextAt("resource_address"),
            Attribute = drift.TextAt("attribute"),
            Comparison = DriftEvent.Named<ComparisonKind>(data.TextAt("comparison")),
            New = NodeOf(drift.At("new_value")),
        };
        return new(
            Bounded(until, entry.JournaledAt),
            id,
            claim,
            DriftEvent.Write(id, document.RootElement.TextAt("source"), NodeOf(drift)!)
        );
    }

    /// <summary>
    /// The time, within the longest grace after the journal took the event in. Who may send events may send one like this too, with any time in it: that must neither wait for
    /// ever nor end the process.
    /// </summary>
    private static DateTimeOffset Bounded(DateTimeOffset until, DateTimeOffset journaledAt)
    {
        var latest = journaledAt + DriftOptions.LongestGrace;
        return until < journaledAt ? journaledAt
            : until > latest ? latest
            : until;
    }

    private static JsonNode? NodeOf(JsonElement value) =>
        value.ValueKind == JsonValueKind.Undefined ? null : JsonNode.Parse(value.GetRawText());
}
