using Freshet.Configuration;
using Freshet.Toml;

namespace Freshet.Sinks.Db;

/// <summary>The name of a table or procedure, with its schema: <c>events</c> or <c>audit.events</c>. It is quoted, so capital letters count.</summary>
internal sealed record TableName(string Schema, string Name) : IReadFromToml<TableName>
{
    /// <summary>PostgreSQL cuts longer names off in silence.</summary>
    private const int Longest = 63;

    public static string Shape => "string";

    /// <summary>Quoted, to be put into SQL.</summary>
    public string Sql => $"{Quoted(Schema)}.{Quoted(Name)}";

    public static TableName? Read(TomlValue value, OptionsReader reader)
    {
        if (reader.ReadText(value, "a name") is not { } text)
        {
            return null;
        }
        var parts = text.Split('.');
        if (parts.Length <= 2 && parts.All(IsName))
        {
            return parts.Length == 2 ? new(parts[0], parts[1]) : new("public", parts[0]);
        }
        reader.Error(
            value.Location,
            $"this is no name of PostgreSQL: at most {Longest} letters, digits and underscores, not a digit first, with a schema or without",
            "such as \"freshet_events\" or \"audit.events\""
        );
        return null;
    }

    /// <summary>Another of the same schema.</summary>
    public TableName Beside(string name) => this with { Name = name };

    public override string ToString() => $"{Schema}.{Name}";

    private static bool IsName(string text) =>
        text.Length is > 0 and <= Longest
        && !char.IsAsciiDigit(text[0])
        && text.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');

    private static string Quoted(string name) => $"\"{name}\"";
}
