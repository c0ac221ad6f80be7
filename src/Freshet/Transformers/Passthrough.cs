using Freshet.Events;
using Freshet.Pipelines;

namespace Freshet.Transformers;

/// <summary>Nothing to choose.</summary>
internal sealed class PassthroughOptions;

/// <summary>Hands every event on as it is: a place to put a transformer later.</summary>
internal sealed class Passthrough : ITransformer
{
    public Rejection? Transform(Event input, List<Event> output)
    {
        output.Add(input);
        return null;
    }
}
