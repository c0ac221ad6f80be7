using System.Text.RegularExpressions;
using Freshet.Cli.Db;
using Freshet.Sinks.Db;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Sinks.Db;

public sealed partial class DbSchemaTests
{
    [Fact]
    public void Page_in_docs_is_what_the_code_says() =>
        File.ReadAllText(Path.Combine(Repository.Root, "docs", "db-sink.md"))
            .ShouldBe(DbSinkPage.Print(), "print it anew with ./do docs");

    [Fact]
    public void Indexes_of_two_columns_have_two_names_however_long_the_tables_is()
    {
        var script = new DbSchema(new("public", new string('t', 63))).Script();

        var names = IndexName().Matches(script).Select(match => match.Groups[1].Value).ToList();
        names.Count.ShouldBe(2);
        names.Distinct().Count().ShouldBe(2);
        names.ShouldAllBe(name => name.Length <= 63);
    }

    [GeneratedRegex("INDEX IF NOT EXISTS \"([^\"]+)\"")]
    private static partial Regex IndexName();
}
