using System.Text.Json;
using System.Text.Json.Nodes;
using Freshet.Events;
using Freshet.Terraform.Mapping;

namespace Freshet.Terraform.Comparing;

/// <summary>
/// Compares what an audited call asks for with what the state has, by what both mean. In doubt nothing is the same: a drift that is told and is none
/// costs a look, one that is not told may cost more.
/// </summary>
internal static class AttributeComparer
{
    /// <summary>What the call does to one attribute of an instance; never throws, whatever the JSON.</summary>
    /// <param name="change">What the mapping says of the attribute; the record mentions it.</param>
    /// <param name="provider">Whose call it is.</param>
    /// <param name="record">The audit record, as the mapping's paths expect it.</param>
    /// <param name="attributes">The instance's attributes, from the state, redacted or not; what is redacted is never told.</param>
    public static AttributeFinding Compare(
        AttributeChange change,
        CloudProvider provider,
        JsonNode? record,
        JsonElement attributes
    )
    {
        var place = StatePlace.Find(attributes, change.Attribute);
        if (!place.Exists)
        {
            return AttributeFinding.Absent;
        }
        if (!change.IsReadable)
        {
            return AttributeFinding.Unreadable;
        }
        try
        {
            var values = change.Read(record);
            if (values.Count == 0)
            {
                // A list that is told to have no items is no value, and yet a change.
                return change.IsMentioned(record)
                    ? AttributeFinding.Unreadable
                    : AttributeFinding.Same;
            }
            var asked = new AskedChange(
                change,
                provider,
                attributes,
                place.Value,
                [.. values.Select(ElementOf)]
            );
            return CompareByKind(asked);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // JSON inside a text (Azure's bodies) was not checked when the record came in: a name twice, half of a surrogate pair.
            return AttributeFinding.Unreadable;
        }
    }

    /// <summary>
    /// An attribute's value in the state by its dotted path: a dot leads into a block, which the state has as an object or a list of one; of a list of several it
    /// is an array of what each has.
    /// </summary>
    /// <returns>Undefined where there is none.</returns>
    public static JsonElement ValueOf(JsonElement attributes, string path) =>
        StatePlace.Find(attributes, path).Value;

    private static AttributeFinding CompareByKind(in AskedChange asked)
    {
        if (HiddenValue.IsIn(asked.Old) || asked.Values.Any(HiddenValue.IsIn))
        {
            return AttributeFinding.Unreadable;
        }
        return asked.Change.Kind switch
        {
            ComparisonKind.Text => ScalarComparison.CompareText(asked),
            ComparisonKind.Number => ScalarComparison.CompareNumber(asked),
            ComparisonKind.Boolean => ScalarComparison.CompareBoolean(asked),
            ComparisonKind.Json => DocumentComparison.Compare(asked),
            ComparisonKind.Set => SetComparison.Compare(asked),
            ComparisonKind.Tags => TagComparison.Compare(asked),
            ComparisonKind.SecurityGroupRules => SecurityGroupComparison.Compare(asked),
            ComparisonKind.S3Versioning
            or ComparisonKind.S3Encryption
            or ComparisonKind.S3Lifecycle
            or ComparisonKind.S3Cors
            or ComparisonKind.S3Logging
            or ComparisonKind.S3Website
            or ComparisonKind.S3Replication
            or ComparisonKind.S3Acl => BucketComparison.Compare(asked),
            _ => AttributeFinding.Unreadable,
        };
    }

    /// <exception cref="JsonException">It is nothing that <see cref="JsonText"/> lets in.</exception>
    private static JsonElement ElementOf(JsonNode node) =>
        node is JsonValue value && value.TryGetValue<JsonElement>(out var element)
            ? element
            : JsonElement.Parse(JsonText.Write(node).Span, JsonText.DocumentOptions);
}
