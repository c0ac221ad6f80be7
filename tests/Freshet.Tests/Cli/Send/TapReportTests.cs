using System.Text;
using Freshet.Cli.Send.Reports;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Cli.Send;

public sealed class TapReportTests
{
    [Fact]
    public void Tests_are_counted_by_how_they_ended()
    {
        var results = Read(
            """
            some other output
            TAP version 13
            1..5
            ok 1 - reads
            not ok 2 - writes
              ---
              message: 'disk full'
              ...
            ok 3 - sings # SKIP no voice
            not ok 4 - dances # TODO learn
            ok 5
            """
        );

        (results.Tests, results.Failed, results.Skipped, results.Passed).ShouldBe((5, 1, 1, 3));
        results.Failures.ShouldBe([new("run", "writes", false, "disk full")]);
        results.Trouble.ShouldBeNull();
    }

    [Fact]
    public void Of_a_test_with_subtests_those_count()
    {
        var results = Read(
            """
            TAP version 14
            # Subtest: cart
                ok 1 - adds
                not ok 2 - removes
                1..2
            not ok 1 - cart
            # Subtest: till
                ok 1 - opens
                1..1
            not ok 2 - till
            1..2
            """
        );

        results.Failures.Select(failure => failure.Name).ShouldBe(["removes", "till"]);
        (results.Tests, results.Failed).ShouldBe((4, 2));
    }

    [Theory]
    [InlineData("1..3\nok 1\nok 2\n", "3 tests were planned, and 2 ran")]
    [InlineData("1..2\nok 1\nBail out! no database\n", "the run was given up: no database")]
    public void A_run_that_did_not_keep_its_plan_is_in_trouble(string text, string trouble) =>
        Read(text).Trouble.ShouldBe(trouble);

    [Fact]
    public void A_plan_of_none_is_no_trouble()
    {
        var results = Read("1..0 # skip no network\n");

        (results.Tests, results.Trouble).ShouldBe((0, null));
    }

    [Fact]
    public void What_is_no_TAP_is_told()
    {
        TapReport.Read("run", "hello\n"u8.ToArray(), out var fault).ShouldBeNull();
        fault.ShouldNotBeNull();
    }

    private static TestResults Read(string text)
    {
        var results = TapReport.Read("run", Encoding.UTF8.GetBytes(text), out var fault);
        fault.ShouldBeNull();
        return results.ShouldNotBeNull();
    }
}
