using System.Text.Json.Nodes;
using Freshet.Terraform.Mapping;

namespace Freshet.Terraform.Drift;

/// <summary>A resource as a record names it: a value for each key of the effect.</summary>
/// <param name="Values">In the order of the effect's keys; at least one.</param>
internal sealed record NamedResource(IReadOnlyList<string> Values)
{
    /// <summary>The resources that the record names for the effect; none where it lacks one of the keys.</summary>
    public static IEnumerable<NamedResource> Read(CallEffect effect, JsonNode record)
    {
        var values = effect.Keys.Select(key => key.Path.ReadTexts(record)).ToList();
        if (values.Count == 0 || values.Exists(texts => texts.Count == 0))
        {
            yield break;
        }
        // Only one key may have several; the others hold for each of those.
        var most = values.Max(texts => texts.Count);
        for (var i = 0; i < most; i++)
        {
            yield return new([.. values.Select(texts => texts[Math.Min(i, texts.Count - 1)])]);
        }
    }

    /// <summary>The instances that have each of the values in one of its key's attributes.</summary>
    public IReadOnlyList<StateInstance> FindIn(LiveStateView state, CallEffect effect)
    {
        var found = new HashSet<StateInstance>(ReferenceEqualityComparer.Instance);
        for (var i = 0; i < Values.Count; i++)
        {
            var matching = Having(state, effect, effect.Keys[i], Values[i]);
            if (i == 0)
            {
                found.UnionWith(matching);
            }
            else
            {
                found.IntersectWith(matching);
            }
        }
        return [.. found];
    }

    private static IEnumerable<StateInstance> Having(
        LiveStateView state,
        CallEffect effect,
        ResourceKey key,
        string value
    )
    {
        foreach (var type in effect.Types)
        {
            if (type.EndsWith('*'))
            {
                // Such effects are found by id or ARN alone.
                foreach (
                    var instance in state
                        .FindAny(value)
                        .Where(instance => effect.Concerns(instance.Type))
                )
                {
                    yield return instance;
                }
                continue;
            }
            foreach (var attribute in key.Attributes)
            {
                foreach (var instance in state.Find(type, attribute, value))
                {
                    yield return instance;
                }
            }
        }
    }
}
