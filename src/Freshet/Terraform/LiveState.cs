namespace Freshet.Terraform;

/// <summary>What is known of the states of one source at one time. Immutable.</summary>
/// <param name="States">The newest of each lineage; none before the first was read. Most sources follow one.</param>
/// <param name="NewSerials">
/// When serials arrived that followed on one known before, the last of them at the end; no more than <see cref="LiveState.MostSerials"/>. The state that a source begins with is none.
/// </param>
internal sealed record LiveStateView(
    IReadOnlyList<TerraformState> States,
    IReadOnlyList<DateTimeOffset> NewSerials
)
{
    /// <summary>Whether a new serial arrived in that span, both ends included.</summary>
    public bool HasNewSerial(DateTimeOffset from, DateTimeOffset to) =>
        NewSerials.Any(arrived => from <= arrived && arrived <= to);

    /// <summary>The managed instances of that type whose attribute has that value; see <see cref="StateIndex.Find"/>.</summary>
    public IEnumerable<StateInstance> Find(string type, string attribute, string value) =>
        States.SelectMany(state => state.Index.Find(type, attribute, value));

    /// <summary>The managed instance of that address; of several lineages the first that has one.</summary>
    public StateInstance? At(string address) =>
        States.Select(state => state.Index.At(address)).FirstOrDefault(found => found is not null);

    /// <summary>The managed instances of any type whose id or ARN it is.</summary>
    public IEnumerable<StateInstance> FindAny(string name) =>
        States.SelectMany(state => state.Index.FindAny(name));

    /// <summary>
    /// Of those the main one: a bucket, and not its versioning, which has the same id. Its type is the shortest, since the others are named after it.
    /// </summary>
    /// <param name="name">An id or ARN.</param>
    /// <param name="prefix">What its type begins with.</param>
    public StateInstance? FindMain(string name, string prefix) =>
        FindAny(name)
            .Where(instance => instance.Type.StartsWith(prefix, StringComparison.Ordinal))
            .MinBy(instance => instance.Type.Length);
}

/// <summary>The states that a source follows, as they are now, for who has to look resources up. One writes, any number read, none waits.</summary>
/// <param name="name">The source's.</param>
internal sealed class LiveState(string name)
{
    /// <summary>An apply of some minutes writes its state every few seconds.</summary>
    public const int MostSerials = 64;

    private readonly TaskCompletionSource looked = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );
    private volatile LiveStateView current = new([], []);

    public string Name { get; } = name;

    public LiveStateView Current => current;

    /// <summary>Completes once the source has looked for its states, whether it found any or not.</summary>
    public Task Looked => looked.Task;

    public void HasLooked() => looked.TrySetResult();

    /// <summary>Takes the place of the state of that lineage.</summary>
    /// <param name="state">The newer one.</param>
    /// <param name="newSerialAt">When it arrived, where it follows on one known before; null where it does not.</param>
    public void Set(TerraformState state, DateTimeOffset? newSerialAt)
    {
        var before = current;
        current = new(
            [.. before.States.Where(other => other.Lineage != state.Lineage), state],
            newSerialAt is { } arrived
                ? [.. before.NewSerials.TakeLast(MostSerials - 1), arrived]
                : before.NewSerials
        );
    }
}

/// <summary>A source that follows states.</summary>
internal interface IFollowsStates
{
    /// <summary>The states as they are now.</summary>
    LiveState Live { get; }
}
