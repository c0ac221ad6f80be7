using Freshet.Pipelines;
using Npgsql;
using NpgsqlTypes;

namespace Freshet.Sinks.Db;

/// <summary>The database of a sink. What it throws where the world fails it, <see cref="DbAnswer"/> judges.</summary>
internal sealed class Database : IAsyncDisposable, IDisposable
{
    /// <summary>Held while tables are made, so that two who make them wait for each other: any number, the same for all.</summary>
    private const long InitLock = 0x46524553484554;

    private readonly DbSinkOptions options;
    private readonly DbSchema schema;

    /// <summary>All hosts; <see cref="connections"/> gives those that will do.</summary>
    private readonly NpgsqlMultiHostDataSource hosts;
    private readonly NpgsqlDataSource connections;

    public Database(DbSinkOptions options)
    {
        this.options = options;
        schema = new(options.Table);
        var builder = new NpgsqlDataSourceBuilder(options.Settings.ConnectionString);
        if (options.Authorities is { } authorities)
        {
            builder.UseRootCertificates(authorities);
        }
        hosts = builder.BuildMultiHost();
        connections = hosts.WithTargetSession(options.Session);
    }

    /// <summary>Fails where events could not be stored, for what can be known without one.</summary>
    public async ValueTask LookAsync(CancellationToken cancellation)
    {
        await using var connection = await connections.OpenConnectionAsync(cancellation);
        if (options.Procedure is null)
        {
            await using var command = new NpgsqlCommand(schema.Look, connection);
            await command.ExecuteNonQueryAsync(cancellation);
        }
    }

    /// <summary>Stores all the events, or none, in one transaction and in their order.</summary>
    /// <returns>How many of them are new; all, where a procedure takes them.</returns>
    public async ValueTask<int> StoreAsync(
        IReadOnlyList<Outgoing> events,
        CancellationToken cancellation
    )
    {
        await using var connection = await connections.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var stored = options.Procedure is { } procedure
            ? await CallAsync(connection, procedure, events, cancellation)
            : await CopyAsync(connection, events, cancellation);
        await transaction.CommitAsync(cancellation);
        return stored;
    }

    /// <summary>Makes the table, or brings it up to date. What is there already stays.</summary>
    /// <returns>The versions that were missing.</returns>
    public async ValueTask<IReadOnlyList<int>> InitAsync(CancellationToken cancellation)
    {
        await using var connection = await connections.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await ExecuteAsync($"SELECT pg_advisory_xact_lock({InitLock})");
        await using (var has = new NpgsqlCommand(DbSchema.HasSchema, connection))
        {
            has.Parameters.Add(new() { Value = options.Table.Schema });
            if (await has.ExecuteScalarAsync(cancellation) is not true)
            {
                await ExecuteAsync(schema.MakeSchema);
            }
        }
        await ExecuteAsync(schema.MakeMigrations);
        var applied = await AppliedAsync(connection, cancellation);
        var missing = schema
            .Migrations.Where(migration => !applied.Contains(migration.Version))
            .ToList();
        foreach (var migration in missing)
        {
            await ExecuteAsync(migration.Sql);
            await ExecuteAsync(schema.Note(migration));
        }
        // A table of that name that somebody else made is not taken for ours.
        await ExecuteAsync(schema.Look);
        await transaction.CommitAsync(cancellation);
        return [.. missing.Select(migration => migration.Version)];

        async ValueTask ExecuteAsync(string sql)
        {
            await using var command = new NpgsqlCommand(sql, connection);
            await command.ExecuteNonQueryAsync(cancellation);
        }
    }

    public void Dispose()
    {
        connections.Dispose();
        hosts.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        await connections.DisposeAsync();
        await hosts.DisposeAsync();
    }

    private async ValueTask<int> CopyAsync(
        NpgsqlConnection connection,
        IReadOnlyList<Outgoing> events,
        CancellationToken cancellation
    )
    {
        // Each time, since a pooler between may have given another connection of its own.
        await using var stage = new NpgsqlCommand(DbSchema.Stage, connection);
        await stage.ExecuteNonQueryAsync(cancellation);
        await using (
            var rows = await connection.BeginBinaryImportAsync(DbSchema.Copy, cancellation)
        )
        {
            for (var i = 0; i < events.Count; i++)
            {
                await EventRow.WriteAsync(rows, i, events[i], cancellation);
            }
            await rows.CompleteAsync(cancellation);
        }
        await using var store = new NpgsqlCommand(schema.Store, connection);
        return await store.ExecuteNonQueryAsync(cancellation);
    }

    private static async ValueTask<int> CallAsync(
        NpgsqlConnection connection,
        TableName procedure,
        IReadOnlyList<Outgoing> events,
        CancellationToken cancellation
    )
    {
        await using var calls = new NpgsqlBatch(connection);
        foreach (var item in events)
        {
            var call = new NpgsqlBatchCommand($"CALL {procedure.Sql}($1)");
            call.Parameters.Add(
                new() { Value = item.Event.Json, NpgsqlDbType = NpgsqlDbType.Jsonb }
            );
            calls.BatchCommands.Add(call);
        }
        await calls.ExecuteNonQueryAsync(cancellation);
        return events.Count;
    }

    private async ValueTask<IReadOnlySet<int>> AppliedAsync(
        NpgsqlConnection connection,
        CancellationToken cancellation
    )
    {
        var applied = new HashSet<int>();
        await using var command = new NpgsqlCommand(schema.Applied, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            applied.Add(reader.GetInt32(0));
        }
        return applied;
    }
}
