using System.Text.Json;
using Freshet.Events;

namespace Freshet.Terraform;

/// <summary>What is different between two states of one lineage.</summary>
internal static class StateDiff
{
    private static readonly ReadOnlyMemory<byte> Nothing = "{}"u8.ToArray();

    /// <summary>The instances that were created or modified, in the order of the state, then those that were deleted. An instance whose attributes mean the same is none of them.</summary>
    /// <param name="before">The older state.</param>
    /// <param name="after">The newer one, redacted with the same key.</param>
    public static IReadOnlyList<ResourceChange> Between(RedactedState before, RedactedState after)
    {
        var changes = new List<ResourceChange>();
        foreach (var (address, instance) in after.Instances)
        {
            if (!before.Instances.TryGetValue(address, out var old))
            {
                changes.Add(
                    new(address, ChangeAction.Created, Compare(Nothing, instance.Attributes).Json)
                );
            }
            else if (Modification(old, instance, after.Redactor) is { } modification)
            {
                changes.Add(new(address, ChangeAction.Modified, modification));
            }
        }
        foreach (var (address, old) in before.Instances)
        {
            if (!after.Instances.ContainsKey(address))
            {
                changes.Add(
                    new(address, ChangeAction.Deleted, Compare(old.Attributes, Nothing).Json)
                );
            }
        }
        return changes;
    }

    private static ReadOnlyMemory<byte>? Modification(
        RedactedInstance old,
        RedactedInstance instance,
        Redactor redactor
    )
    {
        var (before, after) = (old.Attributes, instance.Attributes);
        if (!old.SensitiveAttributes.Span.SequenceEqual(instance.SensitiveAttributes.Span))
        {
            // What is a secret in either is one in both.
            var paths = SensitivePaths.Read(old.SensitiveAttributes, instance.SensitiveAttributes);
            before = redactor.Redact(before, paths, isRedacted: true);
            after = redactor.Redact(after, paths, isRedacted: true);
        }
        if (before.Span.SequenceEqual(after.Span))
        {
            return null;
        }
        var (json, count) = Compare(before, after);
        // Not a bare null: that would be an empty memory.
        return count > 0 ? json : (ReadOnlyMemory<byte>?)null;
    }

    private static (ReadOnlyMemory<byte> Json, int Count) Compare(
        ReadOnlyMemory<byte> before,
        ReadOnlyMemory<byte> after
    )
    {
        using var old = JsonDocument.Parse(before, JsonText.DocumentOptions);
        using var now = JsonDocument.Parse(after, JsonText.DocumentOptions);
        var count = 0;
        var json = JsonText.Write(writer =>
        {
            var changes = new AttributeChanges(writer);
            writer.WriteStartObject();
            changes.CompareMembers("", old.RootElement, now.RootElement);
            writer.WriteEndObject();
            count = changes.Count;
        });
        return (json, count);
    }
}
