namespace Freshet.Sources.Receiving;

/// <summary>What a source understands of what is POSTed to it, for the description of the API.</summary>
/// <param name="Description">What there is to say of it, in CommonMark.</param>
/// <param name="Schemas">The media types, and the JSON schema of each.</param>
internal sealed record PostedBodies(
    string Description,
    IReadOnlyDictionary<string, string> Schemas
);
