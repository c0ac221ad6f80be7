using Freshet.Configuration;

namespace Freshet.Pipelines;

/// <summary>Makes the fingerprints of plans whole: each plan's own, with those of all that it depends on.</summary>
internal static class Dependencies
{
    /// <param name="blueprint">All plans, each with a fingerprint of its own alone.</param>
    /// <param name="shared">That of the options of all components.</param>
    public static void Complete(Blueprint blueprint, Fingerprint shared)
    {
        // All are made before one is put in place: those that are read here are the plans' own.
        var sources = blueprint.Sources.ConvertAll(plan =>
            plan with
            {
                Fingerprint = Whole(plan.Fingerprint, plan.TransformerRefs),
            }
        );
        var sinks = blueprint.Sinks.ConvertAll(plan =>
            plan with
            {
                Fingerprint = Whole(plan.Fingerprint, plan.TransformerRefs),
            }
        );
        var transformers = blueprint
            .Transformers.Values.Select(plan =>
                plan with
                {
                    Fingerprint = Whole(plan.Fingerprint, [plan.Name]),
                }
            )
            .ToList();
        Replace(blueprint.Sources, sources);
        Replace(blueprint.Sinks, sinks);
        transformers.ForEach(plan => blueprint.Transformers[plan.Name] = plan);

        Fingerprint Whole(Fingerprint own, IReadOnlyList<string> references) =>
            own.With([shared, .. References(references), .. Found(references).Select(Flow)]);

        IEnumerable<Fingerprint> References(IEnumerable<string> names) =>
            names.Select(name =>
                blueprint.Transformers.GetValueOrDefault(name)?.Fingerprint ?? default
            );

        // A source that is looked at, without those that are looked at in turn: these are among the found ones themselves.
        Fingerprint Flow(string name) =>
            blueprint.Sources.Find(plan => plan.Name == name) is { } source
                ? source.Fingerprint.With(References(source.TransformerRefs))
                : default;

        // However they look at each other, each is there once.
        SortedSet<string> Found(IEnumerable<string> references)
        {
            var found = new SortedSet<string>(StringComparer.Ordinal);
            var open = new Stack<string>(references);
            while (open.TryPop(out var name))
            {
                var options = blueprint.Transformers.GetValueOrDefault(name)?.Options;
                foreach (var source in (options as ICheckBlueprint)?.FoundSources ?? [])
                {
                    if (
                        found.Add(source)
                        && blueprint.Sources.Find(plan => plan.Name == source) is { } plan
                    )
                    {
                        plan.TransformerRefs.ToList().ForEach(open.Push);
                    }
                }
            }
            return found;
        }
    }

    private static void Replace<T>(List<T> plans, List<T> by)
    {
        plans.Clear();
        plans.AddRange(by);
    }
}
