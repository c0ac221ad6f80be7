using System.Text;
using System.Text.Json.Nodes;
using Freshet.Events.Parsing;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Events.Parsing;

public sealed class TapReaderTests
{
    [Fact]
    public void Results_are_read_with_directives_and_diagnostics() =>
        ShouldBe(
            """
            TAP version 14
            1..4
            # a comment
            ok 1 - reads
            not ok 2 - writes
              ---
              message: it broke
              at: { line: 3 }
              ...
            some other output
            ok 3 - skipped # SKIP no network
            not ok - later \# not now # todo
            """,
            """
            {"version": 14, "plan": {"start": 1, "end": 4}, "tests": [
              {"status": "ok", "number": 1, "description": "reads", "directive": null, "yaml_diagnostics": null},
              {"status": "not_ok", "number": 2, "description": "writes", "directive": null, "yaml_diagnostics": {"message": "it broke", "at": {"line": 3}}},
              {"status": "ok", "number": 3, "description": "skipped", "directive": {"kind": "SKIP", "reason": "no network"}, "yaml_diagnostics": null},
              {"status": "not_ok", "number": 4, "description": "later # not now", "directive": {"kind": "TODO", "reason": null}, "yaml_diagnostics": null}
            ]}
            """
        );

    [Fact]
    public void Plan_may_come_last_and_version_be_absent() =>
        ShouldBe(
            "ok\r\nok 7\r\n1..2\r\n",
            """
            {"version": null, "plan": {"start": 1, "end": 2}, "tests": [
              {"status": "ok", "number": 1, "description": "", "directive": null, "yaml_diagnostics": null},
              {"status": "ok", "number": 7, "description": "", "directive": null, "yaml_diagnostics": null}
            ]}
            """
        );

    [Fact]
    public void Plan_may_skip_all_and_a_run_be_given_up()
    {
        ShouldBe(
            "1..0 # skip no database",
            """{"version": null, "plan": {"start": 1, "end": 0, "reason": "no database"}, "tests": []}"""
        );
        ShouldBe(
            "1..9\nBail out! the disk is full",
            """{"version": null, "plan": {"start": 1, "end": 9}, "tests": [], "bail_out": "the disk is full"}"""
        );
    }

    [Fact]
    public void Subtest_belongs_to_the_test_behind_it() =>
        ShouldBe(
            """
            TAP version 14
            # Subtest: inner
                ok 1 - a
                1..1
            ok 1 - inner
            1..1
            """,
            """
            {"version": 14, "plan": {"start": 1, "end": 1}, "tests": [
              {"status": "ok", "number": 1, "description": "inner", "directive": null, "yaml_diagnostics": null, "subtest":
                {"version": null, "plan": {"start": 1, "end": 1}, "tests": [{"status": "ok", "number": 1, "description": "a", "directive": null, "yaml_diagnostics": null}]}}
            ]}
            """
        );

    [Theory]
    [InlineData("ok\n  ---\n  a: 1\n", "never ends (line 2)")]
    [InlineData("ok\n  ---\n  a: [\n  ...\n", "the YAML below a test: ")]
    public void Diagnostics_that_cannot_be_read_are_a_fault(string text, string fault) =>
        TapReader.Read(text).Fault.ShouldNotBeNull().ToString().ShouldContain(fault);

    [Fact]
    public void Subtests_nest_only_so_deep()
    {
        var text = string.Join(
            '\n',
            Enumerable.Range(0, 40).Select(i => new string(' ', 4 * i) + "ok")
        );
        TapReader.Read(text).Fault.ShouldNotBeNull().ToString().ShouldContain("nest deeper");
    }

    private static void ShouldBe(string text, string json)
    {
        var parsed = TapReader.Read(text);
        parsed.Fault.ShouldBeNull();
        var body = Encoding.UTF8.GetString(parsed.Bodies.ShouldHaveSingleItem().Span);
        JsonNode.DeepEquals(JsonNode.Parse(body), JsonNode.Parse(json)).ShouldBeTrue(body);
    }
}
