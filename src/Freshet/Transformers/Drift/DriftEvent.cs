using System.Collections.Frozen;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Freshet.Events;
using Freshet.Terraform.Drift;

namespace Freshet.Transformers.Drift;

/// <summary>The events that tell of drift, in the envelope. What is not known is null, and no member is ever left out.</summary>
internal static class DriftEvent
{
    public const string Type = "drift";

    /// <summary>One that may be told yet, or be accounted for.</summary>
    public const string PendingType = "drift_pending";

    /// <summary>What the id of such an event has at its end, after that of the drift.</summary>
    public const string PendingEnd = ":pending";

    /// <summary>What the event says of the drift.</summary>
    public static JsonObject Payload(
        AuditRecord record,
        DriftFinding finding,
        IReadOnlyCollection<DriftRule> matched,
        DateTimeOffset at
    ) =>
        new()
        {
            ["severity"] = Name(
                matched.Select(rule => rule.Severity).DefaultIfEmpty(DriftSeverity.Medium).Max()
            ),
            ["alert_type"] = Name(finding.Kind),
            ["resource_type"] = finding.ResourceType,
            ["resource_id"] = finding.ResourceId,
            ["resource_name"] = finding.Instance?.Name,
            ["resource_address"] = finding.Instance?.Address,
            ["action"] = finding.Action is { } action ? Name(action) : null,
            ["attribute"] = finding.Attribute,
            ["old_value"] = finding.Old?.DeepClone(),
            ["new_value"] = finding.New?.DeepClone(),
            ["user_identity"] = new JsonObject
            {
                ["type"] = record.By.Type,
                ["user_name"] = record.By.UserName,
                ["arn"] = record.By.Arn,
                ["account_id"] = record.By.AccountId,
                ["principal_id"] = record.By.PrincipalId,
            },
            ["event_name"] = record.Name,
            ["provider"] = Name(record.Provider),
            ["matched_rules"] = new JsonArray([.. matched.Select(rule => (JsonNode)rule.Name)]),
            ["timestamp"] = Rfc3339.Format(at),
        };

    /// <summary>The same each time that the call is heard of, by whatever alert.</summary>
    /// <param name="record">The call.</param>
    /// <param name="finding">What it changed.</param>
    /// <param name="content">What it was heard by, for records without an id.</param>
    public static string IdOf(AuditRecord record, DriftFinding finding, ReadOnlySpan<byte> content)
    {
        var text = new StringBuilder(record.Id ?? EventUuid.Of(content));
        foreach (
            var part in new[]
            {
                record.Name,
                finding.Instance?.Address,
                finding.ResourceType,
                finding.ResourceId,
                finding.Attribute,
            }
        )
        {
            // No part can be taken for the end of the one before it.
            text.Append('\0').Append(part);
        }
        return EventUuid.Of(Encoding.UTF8.GetBytes(text.ToString()));
    }

    /// <summary>The event itself.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="source">Its source; null for that of its metadata.</param>
    /// <param name="payload">From <see cref="Payload"/>.</param>
    public static ReadOnlyMemory<byte> Write(string id, string? source, JsonNode payload) =>
        Write(id, Type, source, (string)payload["timestamp"]!, payload);

    /// <summary>The event that stands in the journal until it is known whether it is told.</summary>
    /// <param name="transformer">Who decides on it.</param>
    /// <param name="until">When.</param>
    /// <param name="id">The id that the event has if it is told.</param>
    /// <param name="source">The source that it has then.</param>
    /// <param name="payload">From <see cref="Payload"/>.</param>
    /// <param name="finding">What the payload tells of.</param>
    public static ReadOnlyMemory<byte> WritePending(
        string transformer,
        DateTimeOffset until,
        string id,
        string? source,
        JsonObject payload,
        DriftFinding finding
    ) =>
        Write(
            $"{id}{PendingEnd}",
            PendingType,
            source,
            (string)payload["timestamp"]!,
            new JsonObject
            {
                ["transformer"] = transformer,
                ["until"] = Rfc3339.Format(until),
                ["comparison"] = finding.Comparison is { } comparison ? Name(comparison) : null,
                ["drift"] = payload,
            }
        );

    /// <summary>A name as it is written in events and configuration: <c>s3_versioning</c>.</summary>
    public static string Name<T>(T value)
        where T : struct, Enum => Names<T>.Of[value];

    /// <summary>What is called so; null where nothing is.</summary>
    public static T? Named<T>(string? name)
        where T : struct, Enum =>
        Enum.GetValues<T>().Cast<T?>().FirstOrDefault(value => Name(value!.Value) == name);

    private static class Names<T>
        where T : struct, Enum
    {
        public static readonly FrozenDictionary<T, string> Of = Enum.GetValues<T>()
            .ToFrozenDictionary(
                value => value,
                value => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString())
            );
    }

    private static ReadOnlyMemory<byte> Write(
        string id,
        string type,
        string? source,
        string timestamp,
        JsonNode data
    ) =>
        JsonText.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("id", id);
            writer.WriteString("type", type);
            if (source is not null)
            {
                writer.WriteString("source", source);
            }
            writer.WriteString("timestamp", timestamp);
            writer.WritePropertyName("data");
            data.WriteTo(writer);
            writer.WriteEndObject();
        });
}
