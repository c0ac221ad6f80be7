using Freshet.Cli;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Cli;

public sealed class DbCommandTests : IDisposable
{
    private const string Two = """
        [sinks.first]
        type = "db"
        url = "postgres://u:s3cr3t@127.0.0.1:1/x"
        [sinks.second]
        type = "db"
        url = "postgres://u:s3cr3t@127.0.0.1:1/x"
        table = "audit.events"
        [sinks.third]
        type = "db"
        url = "postgres://u:s3cr3t@127.0.0.1:1/x"
        procedure = "store_cdevent"
        """;

    private readonly TemporaryFolder folder = new();
    private readonly StringWriter output = new() { NewLine = "\n" };
    private readonly StringWriter error = new() { NewLine = "\n" };

    public void Dispose()
    {
        folder.Dispose();
        output.Dispose();
        error.Dispose();
    }

    [Fact]
    public async Task Print_shows_the_SQL_of_the_sink_that_is_named_and_no_address()
    {
        (await RunAsync(Two, "--sink", "second", "--print")).ShouldBe(0);

        output.ToString().ShouldStartWith("BEGIN;\nCREATE SCHEMA IF NOT EXISTS \"audit\";\n");
        output.ToString().ShouldContain("CREATE TABLE IF NOT EXISTS \"audit\".\"events\"");
        output.ToString().ShouldNotContain("freshet_events");
        (output.ToString() + error).ShouldNotContain("s3cr3t");
    }

    [Fact]
    public async Task A_database_that_is_not_there_is_told_for_each_sink()
    {
        (await RunAsync(Two)).ShouldBe(1);

        var lines = error.ToString();
        lines.ShouldContain("error: first: 127.0.0.1:1/x: Connection refused");
        lines.ShouldContain("error: second: 127.0.0.1:1/x: Connection refused");
        lines.ShouldContain("third calls the procedure public.store_cdevent, and needs no table");
        lines.ShouldNotContain("s3cr3t");
    }

    [Fact]
    public async Task A_sink_that_is_not_there_is_told_and_which_are()
    {
        (await RunAsync(Two, "--sink", "nobody")).ShouldBe(1);
        error
            .ToString()
            .ShouldBe(
                "error: no sink \"nobody\" of the type db is enabled in this configuration\n   = help: there are first, second, third\n"
            );
    }

    [Fact]
    public async Task A_configuration_without_such_sinks_is_told()
    {
        (await RunAsync("[sinks.a]\ntype = 'debug'")).ShouldBe(1);
        error.ToString().ShouldContain("error: no sink of the type db is enabled");
    }

    private Task<int> RunAsync(string toml, params string[] arguments) =>
        CommandLine.RunAsync(
            ["db", "init", "--config", folder.Write("freshet.toml", toml), .. arguments],
            Components.Catalog,
            new Terminal
            {
                Input = Stream.Null,
                Output = output,
                Error = error,
                Environment = new Dictionary<string, string>(),
            }
        );
}
