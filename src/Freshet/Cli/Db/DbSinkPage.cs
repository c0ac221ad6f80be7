using System.Text;
using Freshet.Sinks.Db;

namespace Freshet.Cli.Db;

/// <summary>Prints <c>docs/db-sink.md</c> from the schema.</summary>
internal static class DbSinkPage
{
    private const string Introduction = """
        # The sink `db`: events in PostgreSQL

        Printed by `./do docs` from the code; edit `src/Freshet/Cli/Db/DbSinkPage.cs` and `src/Freshet/Sinks/Db` instead.

        ```toml
        [sinks.archive]
        type = "db"
        url = "postgres://freshet:password@db.example.com:5432/events?sslmode=verify-full"
        ```

        ```console
        $ freshet db init --config freshet.toml
        archive: public.freshet_events is at version 1 now
        ```

        `db init` makes the table, and brings it up to date after an update of Freshet; run again, it changes nothing. It asks for the right to make tables, which the server does not
        need: with `--print` it prints the SQL for whoever has that right, to be run as often as one likes. `freshet connect` makes no table. Where there is none it says so at once, in its log and in `/health`,
        and events wait in the journal until somebody makes it.

        All keys: [configuration](configuration.md). They may be kept out of the file: `url_file = "/run/secrets/db_url"`, or the variable `FRESHET__SINKS__ARCHIVE__URL`.

        ## The table

        | column | type | what it is |
        | --- | --- | --- |

        """;

    private const string Use = """

        Rows stand in the order of the journal, by `position`. Of several writers each is in its own order, and a row with a lower position may appear after one with a higher, when its
        transaction ends later.

        ```sql
        -- What was deployed in the last day.
        SELECT happened_at, event #>> '{subject,content,environment,id}' AS environment, event #>> '{subject,id}' AS what
        FROM freshet_events
        WHERE type LIKE 'dev.cdevents.service.deployed.%' AND happened_at > now() - interval '1 day'
        ORDER BY position;
        ```

        ## What a user of the database needs

        ```sql
        GRANT CONNECT, TEMPORARY ON DATABASE events TO freshet;
        GRANT USAGE ON SCHEMA public TO freshet;
        GRANT SELECT, INSERT ON freshet_events TO freshet;
        ```

        A batch is one transaction: `COPY` into a temporary table, and from there what is new into the table.

        ## What becomes of an event

        | what happens | what the sink does |
        | --- | --- |
        | the transaction ended | the event is done with |
        | the process or the database ends in the midst of it | the batch is sent again; what is there already, by `event_key`, is left out |
        | no connection, a restart, a failover, a full disk, a lock, a deadlock, a timeout, a missing table or right, a wrong password | the batch is tried again, with pauses that grow, until `total_duration_of_retries` is over; `/health` says why |
        | a value that PostgreSQL cannot store (`\u0000` in a text of `jsonb`, a number beyond its range), or that a constraint or trigger of yours forbids | this event alone goes to the dead letters |

        ## A procedure in place of the table

        A database that has a schema of its own, as CDviz has, is written to by its procedure, with the keys that its collector knows:

        ```toml
        [sinks.cdviz]
        type = "db"
        url = "postgresql://postgres:password@localhost:5432/cdviz"
        pool_connections_min = 1
        pool_connections_max = 10
        procedure = "store_cdevent"
        ```

        Each event is a `CALL store_cdevent(event)` with its JSON, a batch is one transaction, so the procedure itself may end none. What it raises (`RAISE EXCEPTION`) makes the event
        a dead letter. An event is sent again where nobody knows whether the transaction ended, so the procedure should know an event that it has.

        ## The SQL

        ```sql

        """;

    public static string Print()
    {
        var page = new StringBuilder(Introduction);
        page.Append("| `position` | bigint | counts the rows, with gaps |\n");
        foreach (var (name, type, meaning) in DbSchema.Columns)
        {
            page.Append($"| `{name}` | {type} | {meaning} |\n");
        }
        page.Append("| `stored_at` | timestamptz | when its transaction began |\n");
        page.Append(Use);
        page.Append(new DbSchema(new DbSinkOptions().Table).Script());
        return page.Append("```\n").ToString();
    }
}
