using Freshet.Events;
using Freshet.Journal;
using Freshet.Pipelines;

namespace Freshet.IntegrationTests.Running;

/// <summary>A way into a journal that can keep nothing.</summary>
internal sealed class FullJournal : IEventWriter
{
    public ValueTask<WriteResult> WriteAsync(
        IReadOnlyList<Event> events,
        CancellationToken cancellation
    ) => throw new JournalUnavailableException("the disk is full");

    public ValueTask<IReadOnlyList<RefusedEvent>> WriteEachAsync(
        int count,
        Func<int, Event> create,
        CancellationToken cancellation
    ) => throw new JournalUnavailableException("the disk is full");
}
