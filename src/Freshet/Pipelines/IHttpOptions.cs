namespace Freshet.Pipelines;

/// <summary>Options of a component that is reached over HTTP.</summary>
internal interface IHttpOptions
{
    /// <summary>The paths it answers on, each starting with <c>/</c>; no two components may share one.</summary>
    IReadOnlyList<string> Paths { get; }
}
