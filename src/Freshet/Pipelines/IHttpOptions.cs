namespace Freshet.Pipelines;

/// <summary>Options of a component that is reached over HTTP.</summary>
internal interface IHttpOptions
{
    /// <summary>The paths it answers on, each starting with <c>/</c>; no two components may share one.</summary>
    IReadOnlyList<string> Paths { get; }

    /// <summary>The paths beside those on which it answers what its callers need for them; none by default.</summary>
    IReadOnlyList<string> SidePaths => [];
}
