namespace Freshet.Pipelines;

/// <summary>A type of component that is compiled in.</summary>
/// <param name="Name">Its <c>type</c> in TOML.</param>
/// <param name="Options">The class of its options, whose documentation describes it.</param>
/// <param name="Create">Makes one. It only keeps what it is given: nothing outside the process is touched before it runs.</param>
internal sealed record ComponentType<TContext, TComponent>(
    string Name,
    Type Options,
    Func<object, TContext, TComponent> Create
);

/// <summary>The types of components by their name in TOML.</summary>
internal sealed class ComponentCatalog
{
    public OrderedDictionary<string, ComponentType<SourceContext, ISource>> Sources { get; } = [];

    public OrderedDictionary<
        string,
        ComponentType<ComponentContext, ITransformer>
    > Transformers { get; } = [];

    public OrderedDictionary<string, ComponentType<SinkContext, ISink>> Sinks { get; } = [];

    /// <param name="type">Its type.</param>
    /// <param name="create">Makes one.</param>
    /// <param name="alias">Another name for it; null where it has one alone.</param>
    public ComponentCatalog Source<TOptions>(
        string type,
        Func<TOptions, SourceContext, ISource> create,
        string? alias = null
    )
        where TOptions : class, new()
    {
        Add(Sources, type, create);
        if (alias is not null)
        {
            Sources.Add(alias, Sources[type]);
        }
        return this;
    }

    public ComponentCatalog Transformer<TOptions>(
        string type,
        Func<TOptions, ComponentContext, ITransformer> create
    )
        where TOptions : class, new() => Add(Transformers, type, create);

    public ComponentCatalog Sink<TOptions>(string type, Func<TOptions, SinkContext, ISink> create)
        where TOptions : class, new() => Add(Sinks, type, create);

    private ComponentCatalog Add<TOptions, TContext, TComponent>(
        OrderedDictionary<string, ComponentType<TContext, TComponent>> types,
        string type,
        Func<TOptions, TContext, TComponent> create
    )
        where TOptions : class, new()
    {
        types.Add(
            type,
            new(type, typeof(TOptions), (options, context) => create((TOptions)options, context))
        );
        return this;
    }
}
