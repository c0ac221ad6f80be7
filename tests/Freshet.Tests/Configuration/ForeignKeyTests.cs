using System.Text;
using Freshet.Configuration;
using Freshet.Hosting;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Configuration;

/// <summary>Keys that users of another collector bring along.</summary>
public sealed class ForeignKeyTests
{
    [Fact]
    public void A_key_that_changes_nothing_is_a_warning_and_not_read() =>
        Read("[pipeline]\nqueue_capacity = 'anything'\n[remote.host]\ntoken = 'secret'")
            .ShouldBe([
                "Warning 2:1 pipeline.queue_capacity has no effect: nothing waits in memory between sources and sinks, which have the journal between them",
                "Warning 3:2 remote has no effect: files of a Git host are not fetched",
            ]);

    [Fact]
    public void A_key_without_which_something_is_missing_is_an_error() =>
        Read("[transformers.t]\ntype = 'vrl'\ntemplate_rfile = 'host:///t.vrl'")
            .ShouldBe([
                "Error 3:1 transformers.t.template_rfile is not available: files of a Git host are not fetched",
            ]);

    private static IEnumerable<string> Read(string toml) =>
        Setup
            .Read(
                new ConfigurationInput { Base = new("test.toml", Encoding.UTF8.GetBytes(toml)) },
                Components.Catalog
            )
            .Diagnostics.Select(told =>
                $"{told.Severity} {told.Location?.Line ?? 0}:{told.Location?.Column ?? 0} {told.Message}"
            );
}
