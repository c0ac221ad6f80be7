using System.Text;
using Freshet.Configuration;
using Freshet.Sinks.Db;
using Freshet.Toml;
using Npgsql;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Sinks.Db;

public sealed class DbSinkOptionsTests : IDisposable
{
    private const string Certificate = """
        -----BEGIN CERTIFICATE-----
        MIIBdDCCARugAwIBAgIUAxzmZCM+FzjkZNJzXSOP1o4wCgYIKoZIzj0EAwIwDzEN
        -----END CERTIFICATE-----
        """;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_keys_of_the_collector_that_users_bring_along_mean_the_same()
    {
        var (options, told) = Read(
            """
            url = "postgresql://postgres:passwd@localhost:5432/cdviz?application_name=cdviz-collector&search_path=cdviz"
            pool_connections_min = 2
            pool_connections_max = 20
            pool_acquire_timeout = "7s"
            pool_idle_timeout = "10m"
            pool_max_lifetime = "30m"
            pool_test_before_acquire = true
            lazy_connection = false
            """,
            mistakes: true
        );

        options.Settings.Host.ShouldBe("localhost:5432");
        options.Settings.Database.ShouldBe("cdviz");
        options.Settings.Username.ShouldBe("postgres");
        options.Settings.Password.ShouldBe("passwd");
        options.Settings.ApplicationName.ShouldBe("cdviz-collector");
        options.Settings.MinPoolSize.ShouldBe(2);
        options.Settings.MaxPoolSize.ShouldBe(20);
        options.Settings.Timeout.ShouldBe(7);
        options.Place.ShouldBe("localhost:5432/cdviz");
        options.Settings.SearchPath.ShouldBe("cdviz");
        options.Table.ToString().ShouldBe("cdviz.freshet_events");
        told.Count.ShouldBe(2);
        told[0]
            .ShouldStartWith("warning: sinks.out.pool_test_before_acquire has no effect: a batch ");
        told[1].ShouldStartWith("warning: sinks.out.lazy_connection has no effect: the start ");
    }

    [Theory]
    [InlineData("postgres://h/x", "", "public.freshet_events")]
    [InlineData("postgres://h/x?search_path=a,b", "", "a.freshet_events")]
    [InlineData("postgres://h/x?search_path=a", "table = 't'", "a.t")]
    [InlineData("postgres://h/x?search_path=a", "table = 's.t'", "s.t")]
    [InlineData("postgres://h/x", "table = 't'", "public.t")]
    public void A_table_without_a_schema_is_where_the_search_path_begins(
        string url,
        string table,
        string name
    ) => Read($"url = '{url}'\n{table}").Options.Table.ToString().ShouldBe(name);

    [Theory]
    [InlineData("postgres://a%40b:c%3Ad%2F%23@h/x", "h:5432", "a@b", "c:d/#", "x")]
    [InlineData("postgres://u:p@ss@h:1/x", "h:1", "u", "p@ss", "x")]
    [InlineData("postgres://[::1]:9/x", "[::1]:9", null, null, "x")]
    [InlineData("postgres://[::1]", "[::1]:5432", null, null, null)]
    [InlineData("postgres:///x?host=h&user=u&password=%26", "h", "u", "&", "x")]
    [InlineData("postgres://u@%2Frun%2Fpg/x", "/run/pg", "u", null, "x")]
    [InlineData("postgres://u@a,b:1,[::1]:2/x", "a:5432,b:1,[::1]:2", "u", null, "x")]
    [InlineData("PostgreSQL://", "localhost:5432", null, null, null)]
    public void An_address_of_libpq_is_read(
        string url,
        string host,
        string? user,
        string? password,
        string? database
    )
    {
        var settings = Read($"url = '{url}'").Options.Settings;

        settings.Host.ShouldBe(host);
        (settings.Username ?? "").ShouldBe(user ?? "");
        (settings.Password ?? "").ShouldBe(password ?? "");
        settings.Database.ShouldBe(database);
    }

    [Theory]
    [InlineData("postgres://h/x", SslMode.Prefer)]
    [InlineData("postgres://h/x?sslmode=disable", SslMode.Disable)]
    [InlineData("postgres://h/x?sslmode=require", SslMode.Require)]
    [InlineData("postgres://h/x?ssl-mode=verify-ca", SslMode.VerifyCA)]
    [InlineData("postgres://h/x?sslmode=verify-full", SslMode.VerifyFull)]
    [InlineData("postgres://h/x?sslmode=require&sslrootcert=CA", SslMode.VerifyCA)]
    [InlineData("postgres://h/x?sslrootcert=CA", SslMode.VerifyFull)]
    [InlineData("postgres://h/x?sslrootcert=CA&gssencmode=prefer", SslMode.VerifyFull)]
    public void TLS_goes_as_far_as_libpq_says_and_all_the_way_with_an_authority(
        string url,
        SslMode mode
    )
    {
        var ca = folder.Write("ca.pem", Certificate);

        Read($"url = '{url.Replace("CA", ca)}'").Options.Settings.SslMode.ShouldBe(mode);
    }

    [Fact]
    public void Of_several_hosts_the_one_that_takes_writes_is_meant() =>
        Read("url = 'postgres://a,b/x'")
            .Options.Session.ShouldBe(TargetSessionAttributes.ReadWrite);

    [Theory]
    [InlineData("mysql://u:s3cr3t@h/x", "it does not begin with postgres://")]
    [InlineData("postgres://u:s3cr3t@h:nan/x", "its port is no number")]
    [InlineData("postgres://u:s3cr3t/more@h/x", "its port is no number")]
    [InlineData("postgres://u:s3cr3t@h h/x", "its host has a character")]
    [InlineData("postgres://u:s3cr3t@h/x?sslmode=on", "its sslmode has a value that is not known")]
    [InlineData("postgres://u:s3cr3t@h/x?connect_timeout=-1", "its connect_timeout has a value")]
    [InlineData("postgres://u:s3cr3t@h/x?colour=red", "its parameter colour is not known")]
    [InlineData("postgres://u:s3cr3t@h/x?target_session_attrs=standby", "a sink writes")]
    [InlineData("postgres://u:s3cr3t@%2Frun,h/x", "cannot be one of several hosts")]
    [InlineData(
        "postgres://u:s3cr3t@h/x?sslrootcert=/no/such.pem",
        "/no/such.pem, which url names"
    )]
    [InlineData(
        "postgres://u:s3cr3t@h/x?sslmode=disable&sslnegotiation=direct",
        "what does not go together"
    )]
    public void An_address_that_is_none_is_told_without_its_password(string url, string message)
    {
        var mistake = Read($"url = '{url}'", mistakes: true).Mistakes.ShouldHaveSingleItem();

        mistake.ShouldContain(message);
        mistake.ShouldNotContain("s3cr3t");
    }

    [Theory]
    [InlineData("table = 'a.b.c'", "this is no name of PostgreSQL")]
    [InlineData("table = 'x\"; DROP TABLE y; --'", "this is no name of PostgreSQL")]
    [InlineData("table = '1st'", "this is no name of PostgreSQL")]
    [InlineData("table = 'a'\nprocedure = 'b'", "with a procedure no table is written to")]
    [InlineData("pool_connections_min = 11", "pool_connections_min is more than")]
    [InlineData("ca = 'ca.pem'", "cannot be read")]
    public void What_makes_no_sense_is_told(string toml, string message) =>
        Read($"url = 'postgres://h/x'\n{toml}", mistakes: true)
            .Mistakes.ShouldHaveSingleItem()
            .ShouldContain(message);

    [Fact]
    public void Without_an_address_there_is_no_sink() =>
        Read("", mistakes: true).Mistakes.ShouldHaveSingleItem().ShouldContain("give the database");

    private static (DbSinkOptions Options, IReadOnlyList<string> Mistakes) Read(
        string toml,
        bool mistakes = false
    )
    {
        var diagnostics = new List<Diagnostic>();
        var table = TomlReader.Read(Encoding.UTF8.GetBytes(toml), "freshet.toml", diagnostics);
        var reader = new OptionsReader(diagnostics, _ => null);
        var options = reader.Read<DbSinkOptions>(table, "sinks.out");
        var masked = SecretExcerpts
            .Mask(diagnostics, table, reader.Secrets)
            .Select(diagnostic => diagnostic.Render())
            .ToList();
        (masked.Count > 0).ShouldBe(mistakes, string.Join('\n', masked));
        return (options, masked);
    }
}
