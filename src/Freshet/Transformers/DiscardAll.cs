using Freshet.Events;
using Freshet.Pipelines;

namespace Freshet.Transformers;

/// <summary>Nothing to choose.</summary>
internal sealed class DiscardAllOptions;

/// <summary>Lets every event go: for tests of what stands before it, or to keep a source answering while nothing of it is wanted.</summary>
internal sealed class DiscardAll : ITransformer
{
    public Rejection? Transform(Event input, List<Event> output) => null;
}
