using System.Diagnostics;
using System.Globalization;
using System.Text;
using Freshet.Cli;
using Freshet.Configuration;
using Freshet.Events;
using Freshet.IntegrationTests.Clients;
using Freshet.IntegrationTests.Http;
using Freshet.IntegrationTests.Running;
using Freshet.Pipelines;
using Freshet.Pipelines.Letters;
using Freshet.Sinks.Db;
using Freshet.Tests;
using Freshet.Toml;
using Npgsql;
using Shouldly;
using Xunit;

namespace Freshet.IntegrationTests.Db;

public sealed class DbSinkTests(SharedPostgres postgres) : IDisposable
{
    private const string Batch = "application/cloudevents-batch+json";

    private readonly TemporaryFolder folder = new();
    private readonly StringWriter output = new() { NewLine = "\n" };
    private readonly StringWriter error = new() { NewLine = "\n" };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        folder.Dispose();
        output.Dispose();
        error.Dispose();
    }

    [Fact]
    public async Task An_event_is_a_row_with_what_is_known_of_it()
    {
        var (pg, database) = await PreparedAsync();
        await using var server = await StartAsync(pg.Url(database));
        await server.PostAsync(
            """{"specversion":"1.0","id":"c-1","source":"/shop","type":"order.made","time":"2026-01-02T03:04:05.678901Z","data":{"n":1.50,"text":"wörd 😀"}}""",
            mediaType: "application/cloudevents+json",
            headers: ("X-Kept", "yes")
        );
        await server.PostAsync("""{"anything": [1, 2]}""");
        await RowsAsync(pg, database, 2);

        (
            await pg.ReadAsync(
                database,
                "SELECT concat_ws('|', id, source, type, format, happened_at AT TIME ZONE 'UTC', event #>> '{data,text}', event #>> '{data,n}', headers ->> 'x-kept', metadata #>> '{context,source}' LIKE '%source=hook') FROM freshet_events WHERE format = 'cloudevent'"
            )
        ).ShouldBe([
            "c-1|/shop|order.made|cloudevent|2026-01-02 03:04:05.678901|wörd 😀|1.50|yes|t",
        ]);
        (
            await pg.ReadAsync(
                database,
                "SELECT concat_ws('|', type, format, event, journaled_at <= now(), stored_at <= now()) FROM freshet_events WHERE format = 'plain'"
            )
        ).ShouldBe(["""message|plain|{"anything": [1, 2]}|t|t"""]);
        server.Sinks.ShouldHaveSingleItem().Trouble.ShouldBeNull();
    }

    [Fact]
    public async Task Rows_stand_in_the_order_of_the_journal_however_they_were_batched()
    {
        var (pg, database) = await PreparedAsync();
        await using var server = await StartAsync(pg.Url(database), "batch_max_events = 7");
        var ids = Enumerable.Range(0, 500).Select(Text).ToList();
        foreach (var chunk in ids.Chunk(60))
        {
            await PostAllAsync(server, chunk);
        }
        await RowsAsync(pg, database, ids.Count);

        (await pg.ReadAsync(database, "SELECT id FROM freshet_events ORDER BY position")).ShouldBe(
            ids
        );
    }

    [Fact]
    public async Task An_event_that_is_delivered_again_is_stored_once_and_one_of_another_source_beside_it()
    {
        var (pg, database) = await PreparedAsync();
        using var sink = new Database(Options(pg.Url(database)));
        var first = new[] { Item(1, "a"), Item(2, "b"), Item(3, "b", part: "#2") };
        (await sink.StoreAsync(first, Cancellation)).ShouldBe(3);
        (await sink.StoreAsync(first, Cancellation)).ShouldBe(0);
        (await sink.StoreAsync([Item(9, "b"), Item(4, "c"), Item(4, "c")], Cancellation)).ShouldBe(
            1
        );
        (await sink.StoreAsync([Item(5, "c", "other")], Cancellation)).ShouldBe(1);

        (
            await pg.ReadAsync(
                database,
                "SELECT source || '/' || id FROM freshet_events ORDER BY position"
            )
        ).ShouldBe(["shop/a", "shop/b", "shop/b", "shop/c", "other/c"]);
    }

    [Fact]
    public async Task What_the_database_cannot_store_is_a_dead_letter_alone_and_order_holds()
    {
        var (pg, database) = await PreparedAsync();
        await using var server = await StartAsync(pg.Url(database));
        var ids = Enumerable.Range(0, 100).Select(Text).ToList();
        await PostAllAsync(server, [.. ids], id => id is "17" or "64" ? "\"a\\u0000b\"" : "1");
        await RowsAsync(pg, database, 98);

        await Eventually.Holds(() => Letters().Count == 2);
        Letters().Select(letter => letter.Item.Id).ShouldBe(["17", "64"]);
        Letters()[0].Reason.ShouldContain("the database does not store it");
        Letters()[0].Reason.ShouldContain("22P05");
        (await pg.ReadAsync(database, "SELECT id FROM freshet_events ORDER BY position")).ShouldBe(
            ids.Except(["17", "64"])
        );
        server.Sinks.ShouldHaveSingleItem().Trouble.ShouldBeNull();
    }

    [Fact]
    public async Task What_a_constraint_or_a_trigger_of_the_users_forbids_is_a_dead_letter()
    {
        var (pg, database) = await PreparedAsync();
        await pg.ExecuteAsync(
            database,
            """
            ALTER TABLE freshet_events ADD CHECK (id <> '1');
            CREATE FUNCTION no() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'not you'; END $$;
            CREATE TRIGGER no BEFORE INSERT ON freshet_events FOR EACH ROW WHEN (NEW.id = '2') EXECUTE FUNCTION no();
            """
        );
        await using var server = await StartAsync(pg.Url(database));
        await PostAllAsync(server, ["0", "1", "2", "3"]);
        await RowsAsync(pg, database, 2);
        await Eventually.Holds(() => Letters().Count == 2);

        Letters()[0].Reason.ShouldContain("23514");
        Letters()[1].Reason.ShouldContain("not you (P0001)");
    }

    [Fact]
    public async Task Without_the_table_the_start_says_what_to_do_and_events_wait_for_it()
    {
        var pg = await postgres.ServerAsync();
        var database = await pg.NewDatabaseAsync();
        await using var server = await StartAsync(pg.Url(database));
        await server.Log.Shows("Error", "out cannot store events", "freshet db init --config FILE");
        await Eventually.Holds(() => server.Sinks.Single().Trouble is not null);
        (await server.SendAsync(HttpMethod.Get, "/health")).Body.ShouldContain("42P01");
        await PostAllAsync(server, ["1", "2"]);
        await server.Log.Shows("out could not deliver", "42P01");

        (await InitAsync(pg.Url(database))).ShouldBe(0, error.ToString());
        await RowsAsync(pg, database, 2);
        await Eventually.Holds(() => server.Sinks.Single().Trouble is null);
    }

    [Fact]
    public async Task Init_makes_the_table_once_also_when_several_do_and_keeps_what_is_there()
    {
        var (pg, database) = await PreparedAsync();
        output
            .ToString()
            .ShouldBe("out: public.freshet_events is at version 1 now\n", error.ToString());
        using (var sink = new Database(Options(pg.Url(database))))
        {
            await sink.StoreAsync([Item(1, "a")], Cancellation);
        }
        (await InitAsync(pg.Url(database))).ShouldBe(0);
        output.ToString().ShouldEndWith("out: public.freshet_events is there and up to date\n");
        (await pg.ReadAsync(database, "SELECT id FROM freshet_events")).ShouldBe(["a"]);

        var options = Options(pg.Url(database), "table = 'audit.All_Events'");
        var made = await Task.WhenAll(
            Enumerable
                .Range(0, 4)
                .Select(async _ =>
                {
                    await using var sink = new Database(options);
                    return await sink.InitAsync(Cancellation);
                })
        );
        made.Sum(versions => versions.Count).ShouldBe(1);
        (await pg.ReadAsync(database, "SELECT count(*) FROM audit.\"All_Events\"")).ShouldBe(["0"]);
    }

    [Fact]
    public async Task The_printed_SQL_makes_what_init_makes_and_may_be_run_again()
    {
        var pg = await postgres.ServerAsync();
        var database = await pg.NewDatabaseAsync();
        (await InitAsync(pg.Url(database), "table = 'audit.events'", "--print")).ShouldBe(0);
        var script = output.ToString();
        await pg.ExecuteAsync(database, script);
        await pg.ExecuteAsync(database, script);

        using var sink = new Database(Options(pg.Url(database), "table = 'audit.events'"));
        (await sink.InitAsync(Cancellation)).ShouldBeEmpty();
        (await sink.StoreAsync([Item(1, "a")], Cancellation)).ShouldBe(1);
    }

    [Fact]
    public async Task A_table_of_somebody_elses_is_not_taken_for_the_sinks()
    {
        var pg = await postgres.ServerAsync();
        var database = await pg.NewDatabaseAsync();
        await pg.ExecuteAsync(
            database,
            "CREATE TABLE freshet_events (happened_at timestamptz, type text)"
        );

        (await InitAsync(pg.Url(database))).ShouldBe(1);
        error.ToString().ShouldContain("is there, and not of this sink's making");
        (
            await pg.ReadAsync(
                database,
                "SELECT count(*) FROM pg_tables WHERE tablename = 'freshet_migrations'"
            )
        ).ShouldBe(["0"]);
    }

    [Fact]
    public async Task A_user_with_no_more_rights_than_the_page_says_can_write_and_nothing_else()
    {
        var (pg, database) = await PreparedAsync();
        await pg.ExecuteAsync(
            database,
            $"""
            REVOKE ALL ON DATABASE {database} FROM PUBLIC;
            CREATE USER poor_{database} PASSWORD 'x';
            """
        );
        var own = pg.Url(database);
        var url = $"postgres://poor_{database}:x@{own[(own.LastIndexOf('@') + 1)..]}";
        using var sink = new Database(Options(url));
        await Should.ThrowAsync<PostgresException>(async () => await sink.LookAsync(Cancellation));
        await pg.ExecuteAsync(
            database,
            $"""
            GRANT CONNECT, TEMPORARY ON DATABASE {database} TO poor_{database};
            GRANT USAGE ON SCHEMA public TO poor_{database};
            """
        );
        var denied = await Should.ThrowAsync<PostgresException>(async () =>
            await sink.LookAsync(Cancellation)
        );
        DbAnswer
            .Judge(denied, Options(url))
            .Reason!.ShouldContain("the user needs SELECT and INSERT on public.freshet_events");
        await pg.ExecuteAsync(
            database,
            $"GRANT SELECT, INSERT ON freshet_events TO poor_{database}"
        );
        await sink.LookAsync(Cancellation);
        (await sink.StoreAsync([Item(1, "a")], Cancellation)).ShouldBe(1);
    }

    [Fact]
    public async Task A_wrong_password_is_told_without_it_and_the_events_wait()
    {
        var (pg, database) = await PreparedAsync();
        await using var server = await StartAsync(pg.Url(database, "s3cr3t!"));
        await PostAllAsync(server, ["1"]);
        await server.Log.Shows(
            "out cannot store events",
            "28P01",
            "see user, password and sslmode"
        );
        await server.Log.Shows("out could not deliver", "28P01");

        server.Sinks.Single().Trouble!.ShouldContain("28P01");
        Letters().ShouldBeEmpty();
        server.Log.Text.ShouldNotContain("s3cr3t");
        server.Log.Lines.Count(line => line.Contains("cannot store events")).ShouldBe(1);
    }

    [Fact]
    public async Task With_verify_full_only_a_server_that_the_authority_vouches_for_gets_events()
    {
        var (pg, database) = await PreparedAsync();
        var ca = folder.Write("ca.pem", pg.Authority.Pem);
        using (var sink = new Database(Options(pg.Url(database), $"ca = '{ca}'")))
        {
            (await sink.StoreAsync([Item(1, "a")], Cancellation)).ShouldBe(1);
            (
                await pg.ReadAsync(
                    database,
                    "SELECT bool_or(ssl) FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE application_name = 'freshet' AND datname = current_database()"
                )
            ).ShouldBe(["True"]);
        }
        var url = pg.Url(database, parameters: $"?sslmode=verify-full&sslrootcert={ca}");
        using (var sink = new Database(Options(url)))
        {
            await sink.LookAsync(Cancellation);
        }
        using var stranger = new TestAuthority("Another Root");
        var other = Options(pg.Url(database), $"ca = '{folder.Write("other.pem", stranger.Pem)}'");
        using var refused = new Database(other);
        var fault = await Should.ThrowAsync<NpgsqlException>(async () =>
            await refused.LookAsync(Cancellation)
        );
        DbAnswer.Judge(fault, other).Reason!.ShouldContain("certificate");
    }

    [Fact]
    public async Task A_procedure_gets_each_event_in_order_and_what_it_raises_is_a_dead_letter()
    {
        var pg = await postgres.ServerAsync();
        var database = await pg.NewDatabaseAsync();
        await pg.ExecuteAsync(
            database,
            """
            CREATE TABLE lake (n bigserial, payload jsonb);
            CREATE PROCEDURE store_cdevent(cdevent jsonb) LANGUAGE plpgsql AS $$
            BEGIN
              IF cdevent ->> 'id' = '3' THEN RAISE EXCEPTION 'no CDEvent'; END IF;
              INSERT INTO lake (payload) VALUES (cdevent);
            END $$
            """
        );
        await using var server = await StartAsync(
            pg.Url(database),
            "procedure = 'store_cdevent'\npool_connections_min = 1\npool_connections_max = 10"
        );
        await PostAllAsync(server, ["1", "2", "3", "4"]);
        await RowsAsync(pg, database, 3, "lake");
        await Eventually.Holds(() => Letters().Count == 1);

        (await pg.ReadAsync(database, "SELECT payload ->> 'id' FROM lake ORDER BY n")).ShouldBe([
            "1",
            "2",
            "4",
        ]);
        Letters()[0].Reason.ShouldContain("no CDEvent (P0001)");
    }

    [Fact]
    public async Task Tens_of_thousands_of_events_are_stored_in_batches()
    {
        const int count = 20_000;
        var (pg, database) = await PreparedAsync();
        using var sink = new Database(Options(pg.Url(database)));
        var batches = Enumerable.Range(0, count).Select(n => Item(n, Text(n))).Chunk(1000).ToList();
        var watch = Stopwatch.StartNew();
        foreach (var batch in batches)
        {
            (await sink.StoreAsync(batch, Cancellation)).ShouldBe(batch.Length);
        }
        watch.Stop();

        (await pg.ReadAsync(database, "SELECT count(*) FROM freshet_events")).ShouldBe([
            Text(count),
        ]);
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{count / watch.Elapsed.TotalSeconds:F0} events/s"
        );
    }

    private async Task<(PostgresServer Server, string Database)> PreparedAsync()
    {
        var pg = await postgres.ServerAsync();
        var database = await pg.NewDatabaseAsync();
        (await InitAsync(pg.Url(database))).ShouldBe(0, error.ToString());
        return (pg, database);
    }

    private Task<int> InitAsync(string url, string options = "", params string[] arguments)
    {
        var path = folder.Write("freshet.toml", Sink(url, options));
        var terminal = new Terminal
        {
            Input = Stream.Null,
            Output = output,
            Error = error,
            Environment = new Dictionary<string, string>(),
        };
        return CommandLine.RunAsync(
            ["db", "init", "--config", path, .. arguments],
            Components.Catalog,
            terminal
        );
    }

    private Task<FreshetServer> StartAsync(string url, string options = "") =>
        FreshetServer.StartAsync(
            $"""
            [dead_letters]
            path = '{folder.Path}/letters'

            [sources.hook.extractor]
            type = "webhook"
            id = "hook"
            headers_to_keep = ["X-Kept"]

            {Sink(url, options)}
            """
        );

    private static string Sink(string url, string options) =>
        $"""
            [sinks.out]
            type = "db"
            url = '{url}'
            {options}
            """;

    private static DbSinkOptions Options(string url, string options = "")
    {
        var diagnostics = new List<Diagnostic>();
        var text = Encoding.UTF8.GetBytes($"url = '{url}'\n{options}");
        var table = TomlReader.Read(text, "freshet.toml", diagnostics);
        var read = new OptionsReader(diagnostics, _ => null).Read<DbSinkOptions>(
            table,
            "sinks.out"
        );
        diagnostics.ShouldBeEmpty();
        return read;
    }

    private List<DeadLetter> Letters() =>
        [
            .. new DeadLetterFolder(Path.Combine(folder.Path, "letters"))
                .Open()
                .OfType<KeptEvent>()
                .Select(kept => kept.Letter),
        ];

    private static Task RowsAsync(
        PostgresServer pg,
        string database,
        int count,
        string table = "freshet_events"
    ) => pg.HasRowsAsync(database, table, count);

    private static Task<Answer> PostAllAsync(
        FreshetServer server,
        string[] ids,
        Func<string, string>? data = null
    )
    {
        var events = ids.Select(id =>
            $$"""{"id":"{{id}}","type":"t","source":"shop","timestamp":"2026-01-02T03:04:05Z","data":{{data?.Invoke(id) ?? "1"}}}"""
        );
        return server.PostAsync($"[{string.Join(',', events)}]", mediaType: Batch);
    }

    private static Outgoing Item(long sequence, string id, string source = "shop", string part = "")
    {
        var json =
            $$"""{"id":"{{id}}","type":"t","source":"{{source}}","timestamp":"2026-01-02T03:04:05Z","data":"{{new string('x', 200)}}"}""";
        var taken = new EncodedEvent
        {
            Format = EventFormat.Envelope,
            Id = id,
            Type = "t",
            Source = source,
            Timestamp = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
            Headers = new Dictionary<string, string>(),
            Metadata = "{}"u8.ToArray(),
            Json = Encoding.UTF8.GetBytes(json),
        };
        var entry = new Entry(sequence, taken.Timestamp, taken);
        return new(entry, entry.WireId + part, taken);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
