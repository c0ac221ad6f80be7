namespace Freshet.Http.Describing;

/// <summary>A parameter of an operation.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Place"><c>query</c> or <c>header</c>.</param>
/// <param name="Description">What it is for, in CommonMark.</param>
/// <param name="Schema">Its JSON schema.</param>
/// <param name="IsRequired">Whether a request needs it.</param>
internal sealed record Parameter(
    string Name,
    string Place,
    string Description,
    string Schema,
    bool IsRequired = false
)
{
    private const string Text = """{"type":"string"}""";

    public static Parameter Query(string name, string description, string schema = Text) =>
        new(name, "query", description, schema);

    /// <summary>A list of names as <c>Sinks/Sse/Filtering</c> reads it.</summary>
    public static Parameter List(string name, string description) =>
        Query(
            name,
            $"{description} Names separated by commas, in which `*` stands for any characters."
        );

    public static Parameter Time(string name, string description) =>
        Query(name, description, """{"type":"string","format":"date-time"}""");

    public static Parameter Header(string name, string description, bool isRequired = false) =>
        new(name, "header", description, Text, isRequired);
}
