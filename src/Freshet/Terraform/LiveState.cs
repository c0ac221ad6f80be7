namespace Freshet.Terraform;

/// <summary>What is known of the states of one source at one time. Immutable.</summary>
/// <param name="States">The newest of each lineage; none before the first was read. Most sources follow one.</param>
/// <param name="NewSerialAt">When a serial arrived that followed on one known before; null while none has. The state that a source begins with is none.</param>
/// <param name="Changed">Completes when there is a newer view.</param>
internal sealed record LiveStateView(
    IReadOnlyList<TerraformState> States,
    DateTimeOffset? NewSerialAt,
    Task Changed
)
{
    /// <summary>The managed instance of that type and id.</summary>
    public StateInstance? ById(string type, string id) => First(index => index.ById(type, id));

    /// <summary>The managed instance of that type whose attribute <c>arn</c> it is.</summary>
    public StateInstance? ByArn(string type, string arn) => First(index => index.ByArn(type, arn));

    /// <summary>The managed instance of that type whose attribute <c>name</c> it is.</summary>
    public StateInstance? ByName(string type, string name) =>
        First(index => index.ByName(type, name));

    private StateInstance? First(Func<StateIndex, StateInstance?> find) =>
        States.Select(state => find(state.Index)).FirstOrDefault(found => found is not null);
}

/// <summary>The states that a source follows, as they are now, for who has to look resources up. One writes, any number read, none waits.</summary>
internal sealed class LiveState
{
    private TaskCompletionSource changed = NewSignal();
    private volatile LiveStateView current;

    /// <param name="name">The source's.</param>
    public LiveState(string name)
    {
        Name = name;
        current = new([], null, changed.Task);
    }

    public string Name { get; }

    public LiveStateView Current => current;

    /// <summary>Takes the place of the state of that lineage.</summary>
    /// <param name="state">The newer one.</param>
    /// <param name="newSerialAt">When it arrived, where it follows on one known before; null where it does not.</param>
    public void Set(TerraformState state, DateTimeOffset? newSerialAt)
    {
        var before = current;
        var (signal, next) = (changed, NewSignal());
        changed = next;
        current = new(
            [.. before.States.Where(other => other.Lineage != state.Lineage), state],
            newSerialAt ?? before.NewSerialAt,
            next.Task
        );
        signal.SetResult();
    }

    private static TaskCompletionSource NewSignal() =>
        new(TaskCreationOptions.RunContinuationsAsynchronously);
}
