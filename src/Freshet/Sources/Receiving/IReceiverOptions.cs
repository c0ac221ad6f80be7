using Freshet.Configuration;
using Freshet.Http.Headers;
using Freshet.Pipelines;

namespace Freshet.Sources.Receiving;

/// <summary>Options of a source that events are POSTed to.</summary>
internal interface IReceiverOptions : IHttpOptions
{
    /// <summary>The path where it answers.</summary>
    string Route { get; }

    /// <summary>What the headers of a request must be for it to be let in.</summary>
    HeaderRules Headers { get; }

    /// <summary>Names of request headers that go with the events.</summary>
    IReadOnlyList<string> HeadersToKeep { get; }

    /// <summary>How large a body may be, packed and unpacked.</summary>
    ByteSize BodyLimit { get; }

    /// <summary>What may be POSTed.</summary>
    PostedBodies Bodies { get; }
}
