using Freshet.Configuration;
using Freshet.Events.CDEvents;
using Freshet.Toml;

namespace Freshet.Pipelines;

/// <summary>A component as configured: its type is known and its options are read.</summary>
internal sealed record ComponentPlan<TContext, TComponent>(
    string Name,
    ComponentType<TContext, TComponent> Type,
    object Options,
    TomlTable Table,
    IReadOnlyList<string> TransformerRefs
)
{
    /// <summary>What happens to a wrong CDEvent of this source; null where it does not say.</summary>
    public CDEventMode? CDEvents { get; init; }

    /// <summary>
    /// What it came to, with all that it depends on: its options and what was read for them, the options of all components, its transformers, the sources that these look
    /// at. A component whose plan has the same is the same.
    /// </summary>
    public Fingerprint Fingerprint { get; init; }
}

/// <summary>What the configuration asks for: enabled sources, transformers and sinks, every name resolved.</summary>
internal sealed class Blueprint
{
    public List<ComponentPlan<SourceContext, ISource>> Sources { get; } = [];

    public Dictionary<string, ComponentPlan<ComponentContext, ITransformer>> Transformers { get; } =
    [];

    /// <summary>The names of all transformers that are defined, also of those whose type is unknown.</summary>
    public HashSet<string> TransformerNames { get; } = new(StringComparer.Ordinal);

    public List<ComponentPlan<SinkContext, ISink>> Sinks { get; } = [];

    /// <summary>Sources that are enabled but have no extractor, so that nothing comes from them.</summary>
    public List<string> SourcesWithoutExtractor { get; } = [];

    /// <summary>What each enabled source does to its events, by its name, also where nothing comes from it.</summary>
    public Dictionary<string, SourceFlowOptions> SourceFlows { get; } = new(StringComparer.Ordinal);

    /// <summary>What is switched off: <c>sinks.archive</c>.</summary>
    public List<string> Disabled { get; } = [];
}

/// <summary>Options of a transformer that other components matter to.</summary>
internal interface ICheckBlueprint
{
    /// <summary>The sources that it finds by <see cref="ComponentContext.FindSource"/>: where one of them is made anew, so is whoever refers to the transformer.</summary>
    IEnumerable<string> FoundSources { get; }

    /// <summary>Tells what is wrong, once all components are read.</summary>
    /// <param name="name">The transformer's.</param>
    /// <param name="blueprint">What is configured.</param>
    /// <param name="scope">The transformer's table.</param>
    void Check(string name, Blueprint blueprint, OptionsScope scope);
}

/// <summary>Reads <c>[sources]</c>, <c>[transformers]</c> and <c>[sinks]</c>, telling everything that is wrong with them.</summary>
/// <param name="catalog">The types that there are.</param>
/// <param name="reader">Reads their options, and is told what is wrong.</param>
/// <param name="reservedPaths">Paths that no component may have.</param>
internal sealed class BlueprintReader(
    ComponentCatalog catalog,
    OptionsReader reader,
    IReadOnlyCollection<string> reservedPaths
)
{
    /// <summary>The tables that this reads.</summary>
    public static readonly IReadOnlyList<string> Keys = ["sources", "transformers", "sinks"];

    private static readonly IReadOnlyList<string> SourceKeys =
    [
        "extractor",
        .. KeysOf<SourceFlowOptions>(),
    ];
    private static readonly IReadOnlyList<string> SinkKeys = ["type", .. KeysOf<FlowOptions>()];
    private static readonly IReadOnlyList<string> TypeKey = ["type"];

    /// <summary>As cdviz-collector has them.</summary>
    private static readonly IReadOnlyList<string> ReadyMade = ["passthrough", "log", "discard_all"];

    public Blueprint Read(TomlTable root)
    {
        var blueprint = new Blueprint();
        var transformers = blueprint.TransformerNames;
        foreach (var (name, path, table) in Tables(root, "transformers"))
        {
            transformers.Add(name);
            var mark = reader.Mark;
            if (ReadType(catalog.Transformers, table, path, "transformer") is { } type)
            {
                var options = reader.Read(type.Options, table, path, TypeKey);
                blueprint.Transformers[name] = new(name, type, options, table, [])
                {
                    Fingerprint = reader.FingerprintSince(mark, table),
                };
            }
        }
        AddReadyMade(root, blueprint, transformers);
        foreach (var (name, path, table) in Tables(root, "sources"))
        {
            ReadSource(blueprint, transformers, name, path, table);
        }
        foreach (var (name, path, table) in Tables(root, "sinks"))
        {
            var mark = reader.Mark;
            var flow = ReadFlow<FlowOptions>(blueprint, table, path, transformers);
            if (ReadType(catalog.Sinks, table, path, "sink") is { } type)
            {
                var options = reader.Read(type.Options, table, path, SinkKeys);
                if (flow.Enabled)
                {
                    blueprint.Sinks.Add(
                        new(name, type, options, table, Names(flow))
                        {
                            Fingerprint = reader.FingerprintSince(mark, table),
                        }
                    );
                }
            }
            reader.IsDisabled = false;
        }
        CheckPaths(blueprint);
        foreach (var plan in blueprint.Transformers.Values)
        {
            (plan.Options as ICheckBlueprint)?.Check(
                plan.Name,
                blueprint,
                new OptionsScope(reader, plan.Table)
            );
        }
        Dependencies.Complete(blueprint, reader.Fingerprints.GetValueOrDefault("pipeline"));
        return blueprint;
    }

    /// <summary>Transformers that need no options are there under the names of their types, where nobody defines others.</summary>
    private void AddReadyMade(TomlTable root, Blueprint blueprint, HashSet<string> transformers)
    {
        foreach (var name in ReadyMade)
        {
            if (catalog.Transformers.TryGetValue(name, out var type) && transformers.Add(name))
            {
                var table = new TomlTable(root.Location);
                var options = reader.Read(type.Options, table, $"transformers.{name}");
                blueprint.Transformers[name] = new(name, type, options, table, [])
                {
                    Fingerprint = Fingerprint.Of([type.Name]),
                };
            }
        }
    }

    /// <summary>Two components on one path would take each other's requests.</summary>
    private void CheckPaths(Blueprint blueprint)
    {
        var taken = reservedPaths.ToDictionary(
            path => path,
            _ => "Freshet itself",
            StringComparer.OrdinalIgnoreCase
        );
        var sources = blueprint.Sources.Select(plan =>
            (plan.Options, plan.Table, $"sources.{plan.Name}")
        );
        var sinks = blueprint.Sinks.Select(plan =>
            (plan.Options, plan.Table, $"sinks.{plan.Name}")
        );
        foreach (var (options, table, name) in sources.Concat(sinks))
        {
            var http = options as IHttpOptions;
            foreach (var path in http is null ? [] : http.Paths.Concat(http.SidePaths))
            {
                // A slash at the end makes no difference to who answers.
                if (taken.TryAdd(path.TrimEnd('/'), name))
                {
                    continue;
                }
                var key = table.Find("path") ?? table.Find("id");
                reader.Error(
                    key?.Value.Location ?? table.Location,
                    $"{name} answers at {path}, where {taken[path.TrimEnd('/')]} answers already",
                    "give it another id or path"
                );
                // Another of its paths would be mended with this one.
                break;
            }
        }
    }

    private void ReadSource(
        Blueprint blueprint,
        HashSet<string> transformers,
        string name,
        string path,
        TomlTable table
    )
    {
        var mark = reader.Mark;
        var flow = ReadFlow<SourceFlowOptions>(blueprint, table, path, transformers);
        if (flow.Enabled)
        {
            blueprint.SourceFlows[name] = flow;
        }
        foreach (var property in table.Properties)
        {
            if (!SourceKeys.Contains(property.Key))
            {
                reader.PassOver(property.Value);
                reader.Error(
                    property.KeyLocation,
                    $"unknown key \"{property.Key}\" in {path}",
                    catalog.Sources.Count > 0
                        ? $"options of the source itself belong to [{path}.extractor]"
                        : null
                );
            }
        }
        switch (table.Find("extractor")?.Value)
        {
            case null when !flow.Enabled:
                break;
            case null:
                blueprint.SourcesWithoutExtractor.Add(name);
                reader.Warn(
                    table.Location,
                    $"{path} has no extractor, so it produces nothing",
                    $"add [{path}.extractor] with a type: {string.Join(", ", catalog.Sources.Keys)}"
                );
                break;
            case TomlTable extractor:
                var extractorPath = $"{path}.extractor";
                if (ReadType(catalog.Sources, extractor, extractorPath, "source") is { } type)
                {
                    var options = reader.Read(type.Options, extractor, extractorPath, TypeKey);
                    if (flow.Enabled)
                    {
                        blueprint.Sources.Add(
                            new(name, type, options, extractor, Names(flow))
                            {
                                CDEvents = flow.Cdevents,
                                Fingerprint = reader.FingerprintSince(mark, table),
                            }
                        );
                    }
                }
                break;
            case var other:
                reader.Mismatch(other, $"{path}.extractor", "a table");
                break;
        }
        reader.IsDisabled = false;
    }

    private T ReadFlow<T>(
        Blueprint blueprint,
        TomlTable table,
        string path,
        HashSet<string> transformers
    )
        where T : FlowOptions, new()
    {
        var others = table.Properties.Select(property => property.Key).ToList();
        var flow = reader.Read<T>(table, path, others);
        reader.IsDisabled = !flow.Enabled;
        if (!flow.Enabled)
        {
            blueprint.Disabled.Add(path);
        }
        CheckReferences(reader, flow.TransformerRefs, path, transformers);
        return flow;
    }

    /// <summary>Tells which references to transformers lead nowhere.</summary>
    /// <param name="reader">Is told.</param>
    /// <param name="references">The references.</param>
    /// <param name="path">Who refers to them: <c>sinks.events</c>.</param>
    /// <param name="transformers">The names that are defined.</param>
    public static void CheckReferences(
        OptionsReader reader,
        IEnumerable<Reference> references,
        string path,
        IReadOnlyCollection<string> transformers
    )
    {
        foreach (var reference in references)
        {
            if (!transformers.Contains(reference.Name))
            {
                reader.Error(
                    reference.Location,
                    $"{path} refers to the transformer \"{reference.Name}\", which is not defined",
                    NearestName.Find(reference.Name, transformers) is { } near
                        ? $"did you mean \"{near}\"?"
                        : $"add [transformers.{reference.Name}]"
                );
            }
        }
    }

    private ComponentType<TContext, TComponent>? ReadType<TContext, TComponent>(
        OrderedDictionary<string, ComponentType<TContext, TComponent>> types,
        TomlTable table,
        string path,
        string what
    )
    {
        if (table.Find("type") is not { } property)
        {
            reader.Error(
                table.Location,
                $"the key \"type\" is missing in {path}",
                NearestName.Hint("", types.Keys)
            );
        }
        else if (reader.ReadText(property.Value, $"{path}.type") is { } name)
        {
            if (types.TryGetValue(name, out var type))
            {
                return type;
            }
            reader.Error(
                property.Value.Location,
                $"{path}: there is no {what} of type \"{name}\" in this build",
                NearestName.Hint(name, types.Keys)
            );
        }
        reader.PassOver(table, SinkKeys);
        return null;
    }

    private IEnumerable<(string Name, string Path, TomlTable Table)> Tables(
        TomlTable root,
        string key
    )
    {
        switch (root.Find(key)?.Value)
        {
            case null:
                yield break;
            case TomlTable tables:
                foreach (var property in tables.Properties)
                {
                    var path = $"{key}.{property.Key}";
                    if (property.Value is TomlTable table)
                    {
                        yield return (property.Key, path, table);
                    }
                    else
                    {
                        reader.Mismatch(property.Value, path, "a table");
                    }
                }
                break;
            case var other:
                reader.Mismatch(other, key, "a table");
                break;
        }
    }

    private static IEnumerable<string> KeysOf<T>() =>
        OptionProperty.Of(typeof(T)).Select(property => property.Key);

    private static List<string> Names(FlowOptions flow) =>
        [.. flow.TransformerRefs.Select(reference => reference.Name)];
}
