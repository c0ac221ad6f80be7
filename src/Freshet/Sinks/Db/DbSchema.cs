using System.Text;

namespace Freshet.Sinks.Db;

/// <summary>A change of the database that is made once, in the order of versions, and may safely be made again.</summary>
/// <param name="Version">Counted from 1, without gaps.</param>
/// <param name="Sql">Its statements.</param>
internal sealed record Migration(int Version, string Sql);

/// <summary>The table of a sink: its columns, how it is made, and how a batch is put into it.</summary>
/// <param name="table">The table.</param>
internal sealed class DbSchema(TableName table)
{
    /// <summary>The columns that a sink fills, their types and what they are, in the order in which rows are written.</summary>
    public static IReadOnlyList<(string Name, string Type, string Meaning)> Columns { get; } =
    [
        ("event_key", "uuid", "what the event is known by: it follows from its source and id"),
        ("id", "text", "the event's id"),
        ("source", "text", "who produced it; empty where nobody says"),
        ("type", "text", "its type, such as `dev.cdevents.build.started.0.2.0`"),
        ("format", "text", "`cdevent`, `cloudevent`, `envelope` or `plain`"),
        ("happened_at", "timestamptz", "when it happened, by its producer's word"),
        ("journaled_at", "timestamptz", "when Freshet acknowledged it"),
        ("event", "jsonb", "the event itself"),
        ("metadata", "jsonb", "its metadata"),
        ("headers", "jsonb", "the headers that its source kept, by name"),
    ];

    /// <summary>A connection's own table, which PostgreSQL empties with each transaction.</summary>
    private const string Staging = "pg_temp.freshet_batch";

    private static readonly string Names = string.Join(", ", Columns.Select(column => column.Name));

    private readonly TableName migrations = table.Beside("freshet_migrations");

    /// <summary>Makes the staging table where the connection does not have it.</summary>
    public static string Stage { get; } =
        $"CREATE TEMPORARY TABLE IF NOT EXISTS {Staging} (place integer, {string.Join(", ", Columns.Select(column => $"{column.Name} {column.Type}"))}) ON COMMIT DELETE ROWS";

    public static string Copy { get; } =
        $"COPY {Staging} (place, {Names}) FROM STDIN (FORMAT BINARY)";

    /// <summary>What is new of the staged rows goes into the table; in the order of the batch it gets its positions.</summary>
    public string Store { get; } =
        $"INSERT INTO {table.Sql} ({Names}) SELECT {Names} FROM {Staging} ORDER BY place ON CONFLICT (event_key) DO NOTHING";

    /// <summary>Fails where the table is not there, lacks a column or may not be read.</summary>
    public string Look { get; } = $"SELECT position, stored_at, {Names} FROM {table.Sql} LIMIT 0";

    /// <summary>Whether there is the schema of that name, the parameter.</summary>
    public const string HasSchema = "SELECT to_regnamespace(quote_ident($1)) IS NOT NULL";

    public string MakeSchema => $"CREATE SCHEMA IF NOT EXISTS {SchemaOf(table)}";

    /// <summary>Makes the table that says which changes were made.</summary>
    public string MakeMigrations =>
        $"""
            CREATE TABLE IF NOT EXISTS {migrations.Sql} (
              table_name text NOT NULL,
              version integer NOT NULL,
              applied_at timestamptz NOT NULL DEFAULT now(),
              PRIMARY KEY (table_name, version)
            )
            """;

    /// <summary>The changes that were made.</summary>
    public string Applied =>
        $"SELECT version FROM {migrations.Sql} WHERE table_name = '{table.Name}'";

    public IReadOnlyList<Migration> Migrations =>
        [
            new(
                1,
                $"""
                CREATE TABLE IF NOT EXISTS {table.Sql} (
                  position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                  {string.Join(
                    ",\n  ",
                    Columns.Select(column => $"{column.Name} {column.Type} NOT NULL")
                )},
                  stored_at timestamptz NOT NULL DEFAULT now(),
                  UNIQUE (event_key)
                );
                CREATE INDEX IF NOT EXISTS {IndexOn("happened_at")} ON {table.Sql} (happened_at);
                CREATE INDEX IF NOT EXISTS {IndexOn("type")} ON {table.Sql} (type, happened_at)
                """
            ),
        ];

    /// <summary>Notes that a change was made.</summary>
    public string Note(Migration migration) =>
        $"INSERT INTO {migrations.Sql} (table_name, version) VALUES ('{table.Name}', {migration.Version}) ON CONFLICT DO NOTHING";

    /// <summary>All of it, for whoever makes tables by hand. It may be run again.</summary>
    public string Script()
    {
        var script = new StringBuilder("BEGIN;\n");
        if (table.Schema != "public")
        {
            script.Append($"{MakeSchema};\n");
        }
        script.Append($"{MakeMigrations};\n");
        foreach (var migration in Migrations)
        {
            script.Append($"{migration.Sql};\n{Note(migration)};\n");
        }
        return script.Append("COMMIT;\n").ToString();
    }

    private static string SchemaOf(TableName name) => $"\"{name.Schema}\"";

    /// <summary>A name of an index: cut off where PostgreSQL would, but before what tells it from the others.</summary>
    private string IndexOn(string column)
    {
        var suffix = $"_{column}_idx";
        var start =
            table.Name.Length > 63 - suffix.Length
                ? table.Name[..(63 - suffix.Length)]
                : table.Name;
        return $"\"{start}{suffix}\"";
    }
}
