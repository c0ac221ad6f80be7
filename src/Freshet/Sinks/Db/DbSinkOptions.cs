using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography.X509Certificates;
using Freshet.Configuration;
using Freshet.Http.Tls;
using Freshet.Pipelines;
using Freshet.Toml;
using Npgsql;

namespace Freshet.Sinks.Db;

/// <summary>
/// Writes events into a table of PostgreSQL (12 or later), in the order of the journal, each once: an event that comes again, by its source and id, is left out. A batch
/// is one transaction. Until the database takes a batch it is tried again, also where the table is not there or may not be written to, since somebody can mend that; an event that the
/// database cannot store, such as one with <c>\u0000</c> in a text, goes to the dead letters, and no other with it. The table is made by <c>freshet db init</c>, never by the
/// server. Its columns: <c>docs/db-sink.md</c>.
/// </summary>
internal sealed class DbSinkOptions : BatchOptions, ICheckOptions
{
    public DbSinkOptions()
    {
        // A transaction costs a sync of the database's log, which a thousand events share.
        BatchMaxEvents = 1000;
    }

    /// <summary>
    /// The database, in the form of libpq: <c>postgres://user:password@host:5432/database?sslmode=verify-full</c>. Of several hosts,
    /// <c>postgres://user@a,b/database</c>, the one that takes writes is used. What is special in a URL is percent-encoded in user and password. Parameters are those of libpq:
    /// <c>sslmode</c>, <c>sslrootcert</c>, <c>sslcert</c>, <c>sslkey</c>, <c>connect_timeout</c>, <c>application_name</c>, <c>target_session_attrs</c> and others. Without a password
    /// <c>PGPASSWORD</c> and the file <c>~/.pgpass</c> count.
    /// </summary>
    [Required(ErrorMessage = "give the database: postgres://user:password@localhost:5432/events")]
    public Secret? Url { get; set; }

    /// <summary>
    /// The table, with its schema: <c>"audit.events"</c>. Without one, the schema is the first of the URL's <c>search_path</c>, or <c>public</c>. By default
    /// <c>freshet_events</c>. Several sinks may share one.
    /// </summary>
    public TableName Table { get; set; } = TableName.Plain("freshet_events");

    /// <summary>
    /// A procedure that is called for each event in place of the table: <c>CALL NAME(event)</c>, the event's JSON as <c>jsonb</c>, a batch in one transaction. For databases
    /// with a schema of their own, such as <c>"store_cdevent"</c> of CDviz. That an event which comes again is stored once is up to the procedure then.
    /// </summary>
    public TableName? Procedure { get; set; }

    /// <summary>How many connections stay open while nothing is to be written. One saves the first event the time to connect.</summary>
    [Range(0, 1000)]
    public int PoolConnectionsMin { get; set; } = 1;

    /// <summary>How many connections there are at most. A sink writes over one, since order asks for it; more are never used.</summary>
    [Range(1, 1000)]
    public int PoolConnectionsMax { get; set; } = 10;

    /// <summary>After that long without use connections beyond <c>pool_connections_min</c> are closed.</summary>
    [DurationRange("1s", "1h")]
    public TimeSpan PoolIdleTimeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>So long a connection is used at most, for a change of the host's address to be noticed.</summary>
    [DurationRange("1s", "7d")]
    public TimeSpan PoolMaxLifetime { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>How long connecting may take, TLS and authentication included, in whole seconds. <c>connect_timeout</c> of the URL takes its place.</summary>
    [DurationRange("1s", "10m")]
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The same by its name in cdviz-collector, whose configurations have it.</summary>
    [DurationRange("1s", "10m")]
    public TimeSpan? PoolAcquireTimeout { get; set; }

    /// <summary>Of cdviz-collector: whether a connection is tried before it is used.</summary>
    [Foreign(
        Severity.Warning,
        "has no effect: a batch that meets a broken connection is delivered again over another",
        "remove it"
    )]
    public bool? PoolTestBeforeAcquire { get; set; }

    /// <summary>Of cdviz-collector: whether the start waits for the database.</summary>
    [Foreign(
        Severity.Warning,
        "has no effect: the start never waits for the database, and events wait for it in the journal",
        "remove it"
    )]
    public bool? LazyConnection { get; set; }

    /// <summary>How long the database may take for each step of a batch, in whole seconds. 30 s outlasts a checkpoint on a busy disk.</summary>
    [DurationRange("1s", "10m")]
    public TimeSpan QueryTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Who signs the server's certificate, in place of the authorities that the system trusts. Where the URL does not say <c>sslmode</c>, it is <c>verify-full</c> then.
    /// </summary>
    public PemText? Ca { get; set; }

    /// <summary>What Npgsql is told.</summary>
    internal NpgsqlConnectionStringBuilder Settings { get; private set; } = new();

    /// <summary>Which of several hosts will do.</summary>
    internal TargetSessionAttributes Session { get; private set; }

    /// <summary>The authorities, read; null for those that the system trusts.</summary>
    internal X509Certificate2Collection? Authorities { get; private set; }

    /// <summary>Where it writes, for an operator to read: <c>host:5432/database</c>, without user and password.</summary>
    internal string Place => $"{Settings.Host}/{Settings.Database ?? Settings.Username}";

    public void Check(OptionsScope scope)
    {
        if (PoolConnectionsMin > PoolConnectionsMax)
        {
            scope.Error(
                "pool_connections_min",
                $"pool_connections_min is more than pool_connections_max, which is {PoolConnectionsMax}"
            );
        }
        if (Procedure is not null && scope.IsGiven("table"))
        {
            scope.Error(
                "table",
                "with a procedure no table is written to",
                "leave out one of them"
            );
        }
        if (Ca is not null)
        {
            Authorities = Pem.ReadCertificates(Ca, "ca", scope);
        }
        if (Url is null || Url.Reveal().Length == 0)
        {
            return;
        }
        if (DbUrl.Read(Url.Reveal(), out var fault) is not { } url)
        {
            scope.Error(
                "url",
                $"url is no address of a database: {fault}",
                "such as postgres://user:password@localhost:5432/events"
            );
            return;
        }
        CheckTls(scope, url);
        Settings = url.Settings;
        Session = url.Session;
        Table = Table.In(url.Schema);
        Procedure = Procedure?.In(url.Schema);
        Settings.MinPoolSize = PoolConnectionsMin;
        Settings.MaxPoolSize = Math.Max(PoolConnectionsMax, PoolConnectionsMin);
        Settings.ConnectionIdleLifetime = WholeSeconds(PoolIdleTimeout);
        Settings.ConnectionPruningInterval = Math.Min(10, Settings.ConnectionIdleLifetime);
        Settings.ConnectionLifetime = WholeSeconds(PoolMaxLifetime);
        Settings.CommandTimeout = WholeSeconds(QueryTimeout);
        Settings.TcpKeepAlive = true;
        // The staging table is a connection's own, and is to be there for its next batch.
        Settings.NoResetOnClose = true;
        if (!url.Given.Contains("connect_timeout"))
        {
            Settings.Timeout = WholeSeconds(
                scope.IsGiven("connect_timeout")
                    ? ConnectTimeout
                    : PoolAcquireTimeout ?? ConnectTimeout
            );
        }
        try
        {
            // Npgsql knows better what does not go together; it connects to nothing here.
            using var database = new Database(this);
        }
        catch (Exception unfit) when (unfit is ArgumentException or InvalidOperationException)
        {
            scope.Error("url", $"url asks for what does not go together: {unfit.Message}");
        }
    }

    private void CheckTls(OptionsScope scope, DbUrl url)
    {
        var settings = url.Settings;
        foreach (
            var path in new[] { settings.RootCertificate, settings.SslCertificate, settings.SslKey }
        )
        {
            if (path is null)
            {
                continue;
            }
            scope.Reader.NoteFile(path);
            if (!File.Exists(path))
            {
                scope.Error("url", $"the file {path}, which url names, is not there");
            }
        }
        if (Ca is not null && settings.RootCertificate is not null)
        {
            scope.Error("ca", "url names authorities too, as sslrootcert", "leave out one of them");
        }
        var hasAuthority = Ca is not null || settings.RootCertificate is not null;
        if (!hasAuthority)
        {
            return;
        }
        if (!url.Given.Contains("sslmode"))
        {
            settings.SslMode = SslMode.VerifyFull;
        }
        else if (settings.SslMode == SslMode.Require)
        {
            // As libpq has it.
            settings.SslMode = SslMode.VerifyCA;
        }
        else if (settings.SslMode < SslMode.Require)
        {
            scope.Error(
                Ca is null ? "url" : "ca",
                "with this sslmode no certificate is looked at",
                "set sslmode=verify-full in url"
            );
        }
    }

    private static int WholeSeconds(TimeSpan time) => (int)Math.Ceiling(time.TotalSeconds);
}
