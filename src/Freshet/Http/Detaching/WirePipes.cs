using System.IO.Pipelines;

namespace Freshet.Http.Detaching;

/// <summary>The ends of a connection's pipes that Kestrel has: what came from the socket, and what goes to it.</summary>
internal sealed class WirePipes(PipeReader input, PipeWriter output) : IDuplexPipe
{
    public PipeReader Input => input;

    public PipeWriter Output => output;

    /// <summary>Nothing more is read or written.</summary>
    public void Complete()
    {
        input.Complete();
        output.Complete();
    }
}
