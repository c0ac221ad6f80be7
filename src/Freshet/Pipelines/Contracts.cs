using Freshet.Events;
using Freshet.Journal;
using Microsoft.AspNetCore.Routing;

namespace Freshet.Pipelines;

/// <summary>Brings events in, and hands them to the <see cref="IEventWriter"/> it was made with.</summary>
internal interface ISource
{
    /// <summary>Runs until <paramref name="stopping"/>, then ends what it began: whatever it took in is answered for when this returns.</summary>
    Task RunAsync(CancellationToken stopping);
}

/// <summary>The way from a source into the journal: the source's transformers, recognition, the append.</summary>
internal interface IEventWriter
{
    /// <summary>
    /// Returns once all the events are in the journal, or none of them and the reason. The await is the acknowledgement: only then may a
    /// source answer or move on.
    /// </summary>
    /// <exception cref="JournalUnavailableException">The journal cannot take them now.</exception>
    ValueTask<WriteResult> WriteAsync(IReadOnlyList<Event> events, CancellationToken cancellation);

    /// <summary>
    /// For a source that cannot ask its sender to mend an event, and must not be stuck at one: returns once every event that is not refused is
    /// in the journal.
    /// </summary>
    /// <param name="count">How many events there are.</param>
    /// <param name="create">
    /// Makes the event of an index. Called again for each try, since transformers change what they are given.
    /// </param>
    /// <param name="cancellation">Gives up; the events before some index may be in the journal then.</param>
    /// <returns>The refused ones, by index.</returns>
    /// <exception cref="JournalUnavailableException">
    /// The journal cannot take them now. Some of them may be in it; those that have an id are not stored again when all are tried again.
    /// </exception>
    ValueTask<IReadOnlyList<RefusedEvent>> WriteEachAsync(
        int count,
        Func<int, Event> create,
        CancellationToken cancellation
    );
}

/// <summary>Changes, drops or multiplies events. It only computes: no I/O, no waiting; called from several threads at once.</summary>
internal interface ITransformer
{
    /// <summary>Adds what becomes of the event to <paramref name="output"/>: none, one or more, each an object of its own.</summary>
    /// <returns>Why the event is refused; null where it is not.</returns>
    Rejection? Transform(Event input, List<Event> output);
}

/// <summary>
/// A transformer that remembers events. What it lets through is not in the journal yet, and if the journal refuses it the sender tries
/// again: so it may remember only what was kept. The pipeline begins a write on it for each call of
/// <see cref="IEventWriter.WriteAsync"/>, and commits that write once its events are in the journal. Where it does not, because an event
/// was rejected or the journal was unavailable, nothing was remembered, and there is nothing to undo. Called without a write, it remembers
/// nothing.
/// </summary>
internal interface IRememberingTransformer : ITransformer
{
    /// <summary>The transformer of one write; called from several threads at once.</summary>
    IRememberingWrite Begin();

    /// <summary>One that does the same and remembers nothing yet.</summary>
    IRememberingTransformer Anew();
}

/// <summary>A transformer for the events of one write, used by one thread at a time.</summary>
internal interface IRememberingWrite : ITransformer
{
    /// <summary>Everything that came of the write's events is in the journal; called at most once, after the last event.</summary>
    void Commit();
}

/// <summary>
/// A transformer whose work goes on after its answer: it has to learn something before it can judge an event, and comes back to what it put into the journal. Only
/// sources have such.
/// </summary>
internal interface ILastingTransformer : ITransformer
{
    /// <summary>Returns once it can judge events, or has waited for that long enough. Before that no event of its source is given to it.</summary>
    ValueTask ReadyAsync(CancellationToken cancellation);

    /// <summary>
    /// Comes back to what those of its name put into the journal, until <paramref name="stopping"/>. One of them is called, whatever the number of sources that have one.
    /// </summary>
    /// <param name="journal">What it put something into.</param>
    /// <param name="output">Where its events go, without other transformers.</param>
    /// <param name="cursorFolder">Where it may keep how far it has come; null where the journal is in memory.</param>
    /// <param name="stopping">Ends it; the sources have ended by then.</param>
    Task RunAsync(
        IJournal journal,
        IEventWriter output,
        string? cursorFolder,
        CancellationToken stopping
    );
}

/// <summary>Takes events out of the journal, from its own cursor.</summary>
internal interface ISink
{
    /// <summary>Runs until <paramref name="stopping"/>, then delivers what is in the journal by then, as far as that does not take long, and ends.</summary>
    Task RunAsync(IJournal input, CancellationToken stopping);
}

/// <summary>What a source or sink also implements when it is reached over HTTP.</summary>
internal interface IHttpComponent
{
    /// <summary>Adds its routes, those of its <see cref="IHttpOptions"/>; each describes itself (<c>Http/Describing</c>), or the server does not start.</summary>
    void Map(IEndpointRouteBuilder routes);
}

/// <summary>What a source or sink also implements that depends on something outside the process.</summary>
internal interface IReporting
{
    /// <summary>Why it cannot do its work now, for an operator to read; null while it can. Never holds a secret.</summary>
    string? Trouble { get; }

    /// <summary>How many events wait for it where it takes them from; null where nobody knows.</summary>
    long? Lag { get; }
}
