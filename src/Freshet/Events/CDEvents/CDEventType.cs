namespace Freshet.Events.CDEvents;

/// <summary>A type of CDEvents in one of its versions.</summary>
/// <param name="Name">Subject and predicate: <c>build.started</c>.</param>
/// <param name="Version">The type's own version: <c>0.2.0</c>.</param>
/// <param name="Release">The release of the specification that has it.</param>
/// <param name="Form">What an event of it must be.</param>
internal sealed record CDEventType(
    string Name,
    string Version,
    SpecVersion Release,
    ObjectRule Form
)
{
    public const string Prefix = "dev.cdevents.";

    /// <summary>The whole of it, as <c>context.type</c> has it.</summary>
    public string Text => $"{Prefix}{Name}.{Version}";

    /// <summary>Where its schema is, among those of the specification.</summary>
    public string SchemaUri =>
        $"https://cdevents.dev/{Number(Release)}/schema/{Name.Replace('.', '-')}-event";

    private static string Number(SpecVersion release) =>
        release switch
        {
            SpecVersion.V030 => "0.3.0",
            SpecVersion.V041 => "0.4.1",
            _ => "0.5.1",
        };
}
