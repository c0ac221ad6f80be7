namespace Freshet.Sources.Terraform;

/// <summary>What a look at a place came to.</summary>
internal abstract record StateContent
{
    private StateContent() { }

    /// <summary>Nothing new since the last look.</summary>
    internal sealed record Unchanged : StateContent;

    /// <summary>There is no state there, yet or any more.</summary>
    internal sealed record Absent : StateContent;

    /// <summary>The whole text.</summary>
    internal sealed record Found(ReadOnlyMemory<byte> Text) : StateContent;

    /// <summary>It could not be looked at.</summary>
    /// <param name="Reason">Why, for an operator to read.</param>
    internal sealed record Failed(string Reason) : StateContent;
}

/// <summary>Where a state is kept.</summary>
internal interface IStatePlace
{
    /// <summary>What is shown of it; no secrets.</summary>
    string Shown { get; }

    Task<StateContent> LookAsync(CancellationToken cancellation);

    /// <summary>What was found last could not be used: the next look finds it again.</summary>
    void Forget();
}
