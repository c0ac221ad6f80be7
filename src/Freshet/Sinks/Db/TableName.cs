using Freshet.Configuration;
using Freshet.Toml;

namespace Freshet.Sinks.Db;

/// <summary>The name of a table or procedure, with its schema: <c>events</c> or <c>audit.events</c>. It is quoted, so capital letters count.</summary>
internal sealed record TableName(string Schema, string Name) : IReadFromToml<TableName>
{
    /// <summary>PostgreSQL cuts longer names off in silence.</summary>
    private const int Longest = 63;

    private const string DefaultSchema = "public";

    public static string Shape => "string";

    /// <summary>Whether it came without a schema.</summary>
    private bool IsPlain { get; init; }

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
            return parts.Length == 2 ? new(parts[0], parts[1]) : Plain(parts[0]);
        }
        reader.Error(
            value.Location,
            $"this is no name of PostgreSQL: at most {Longest} letters, digits and underscores, not a digit first, with a schema or without",
            "such as \"freshet_events\" or \"audit.events\""
        );
        return null;
    }

    /// <summary>One that comes without a schema.</summary>
    public static TableName Plain(string name) => new(DefaultSchema, name) { IsPlain = true };

    /// <summary>The same in that schema, where it came without one.</summary>
    /// <param name="schema">The schema; null for the default.</param>
    public TableName In(string? schema) =>
        IsPlain && schema is not null ? this with { Schema = schema } : this;

    /// <summary>Another of the same schema.</summary>
    public TableName Beside(string name) => this with { Name = name };

    public override string ToString() => $"{Schema}.{Name}";

    /// <summary>Whether it can be the name of a table or schema.</summary>
    public static bool IsName(string text) =>
        text.Length is > 0 and <= Longest
        && !char.IsAsciiDigit(text[0])
        && text.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');

    private static string Quoted(string name) => $"\"{name}\"";
}
