using Freshet.Http.Headers;
using Microsoft.AspNetCore.Builder;

namespace Freshet.Http.Describing;

/// <summary>
/// What an endpoint says of itself, beside what the server knows of it: path, methods, and what stands before all endpoints. It is put on the endpoint where
/// that is mapped, from the same options, so that nothing is described which is not there.
/// </summary>
/// <param name="Id">Names it among all operations of the server; letters and digits.</param>
/// <param name="Summary">What it does, in a line.</param>
internal sealed record Operation(string Id, string Summary)
{
    /// <summary>What else there is to say, in CommonMark.</summary>
    public string Description { get; init; } = "";

    public IReadOnlyList<Parameter> Parameters { get; init; } = [];

    /// <summary>The media types of the body that it takes and the JSON schema of each; none where it takes no body.</summary>
    public IReadOnlyDictionary<string, string> Bodies { get; init; } =
        new Dictionary<string, string>();

    /// <summary>What the headers of a request must be.</summary>
    public HeaderRules Rules { get; init; } = HeaderRules.None;

    /// <summary>The cookie that does in place of all that <see cref="Rules"/> ask for; null where none does.</summary>
    public string? Cookie { get; init; }

    /// <summary>Whether the management token opens it.</summary>
    public bool NeedsToken { get; init; }

    /// <summary>Whether some may do without that token.</summary>
    public bool IsFreeToSome { get; init; }

    public required IReadOnlyList<Reply> Answers { get; init; }
}

/// <summary>Lets endpoints describe themselves.</summary>
internal static class DescribedEndpoints
{
    public static TBuilder Described<TBuilder>(this TBuilder endpoint, Operation operation)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(operation);
}
