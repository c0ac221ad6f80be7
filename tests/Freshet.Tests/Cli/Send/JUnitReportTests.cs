using System.Text;
using Freshet.Cli.Send.Reports;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Cli.Send;

public sealed class JUnitReportTests
{
    [Fact]
    public void A_report_of_Surefire_counts_its_cases()
    {
        var results = Read(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <testsuite xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" version="3.0" name="org.example.CartTest" time="1,234.5" tests="5" errors="1" skipped="1" failures="1">
              <properties><property name="java.version" value="21"/></properties>
              <testcase name="adds" classname="org.example.CartTest" time="0.01"/>
              <testcase name="removes" classname="org.example.CartTest" time="0.02">
                <failure message="expected: &lt;1&gt; but was: &lt;2&gt;" type="org.opentest4j.AssertionFailedError"><![CDATA[org.opentest4j.AssertionFailedError
                at org.example.CartTest.removes(CartTest.java:12)]]></failure>
                <system-out><![CDATA[<failure/>]]></system-out>
              </testcase>
              <testcase name="pays" classname="org.example.CartTest" time="0">
                <error type="java.lang.NullPointerException">java.lang.NullPointerException
                at org.example.Cart.pay(Cart.java:3)</error>
              </testcase>
              <testcase name="ships" classname="org.example.CartTest" time="0"><skipped message="later"/></testcase>
              <testcase name="flaky" classname="org.example.CartTest" time="0.3">
                <flakyFailure message="once" type="java.lang.AssertionError">…</flakyFailure>
              </testcase>
            </testsuite>
            """
        );

        results.ShouldSatisfyAllConditions(
            found => found.Tests.ShouldBe(5),
            found => found.Failed.ShouldBe(1),
            found => found.Errors.ShouldBe(1),
            found => found.Skipped.ShouldBe(1),
            found => found.Passed.ShouldBe(2),
            found => found.Duration.ShouldBe(TimeSpan.FromSeconds(1234.5))
        );
        results.Failures.ShouldBe([
            new(
                "org.example.CartTest",
                "org.example.CartTest.removes",
                false,
                "expected: <1> but was: <2>"
            ),
            new(
                "org.example.CartTest",
                "org.example.CartTest.pays",
                true,
                "java.lang.NullPointerException"
            ),
        ]);
    }

    [Fact]
    public void A_report_of_pytest_is_one_suite_in_testsuites()
    {
        var results = Read(
            """
            <?xml version="1.0" encoding="utf-8"?><testsuites name="pytest tests"><testsuite name="pytest" errors="0" failures="1" skipped="1" tests="3" time="0.053" timestamp="2026-01-31T12:00:00" hostname="ci"><testcase classname="tests.test_a" name="test_ok" time="0.001" /><testcase classname="tests.test_a" name="test_bad[1-2]" time="0.002"><failure message="assert 1 == 2">def test_bad():
            &gt;       assert 1 == 2
            E       assert 1 == 2</failure></testcase><testcase classname="tests.test_a" name="test_xfail" time="0.001"><skipped type="pytest.xfail" message="" /></testcase></testsuite></testsuites>
            """
        );

        (results.Tests, results.Failed, results.Errors, results.Skipped).ShouldBe((3, 1, 0, 1));
        results.Failures.ShouldHaveSingleItem().Name.ShouldBe("tests.test_a.test_bad[1-2]");
        results.Suites.ShouldBe([new("pytest", 3, 1, 0, 1)]);
    }

    [Fact]
    public void A_report_of_jest_has_a_suite_for_each_file()
    {
        var results = Read(
            """
            <testsuites name="jest tests" tests="3" failures="1" errors="0" time="1.5">
              <testsuite name="cart" errors="0" failures="0" skipped="0" timestamp="2026-01-31T12:00:00" time="0.5" tests="2">
                <testcase classname="cart adds" name="cart adds" time="0.002"></testcase>
                <testcase classname="cart removes" name="cart removes" time="0.001"></testcase>
              </testsuite>
              <testsuite name="till" errors="0" failures="1" skipped="0" timestamp="2026-01-31T12:00:00" time="1" tests="1">
                <testcase classname="till pays" name="till pays" time="0.01"><failure>Error: no money
                    at Object.toBe (till.test.js:3:5)</failure></testcase>
              </testsuite>
            </testsuites>
            """
        );

        results.Suites.ShouldBe([new("cart", 2, 0, 0, 0), new("till", 1, 1, 0, 0)]);
        results.Failures.ShouldBe([new("till", "till pays.till pays", false, "Error: no money")]);
        results.Duration.ShouldBe(TimeSpan.FromSeconds(1.5));
    }

    [Fact]
    public void Suites_in_suites_are_counted_once()
    {
        var results = Read(
            """
            <testsuites tests="4" failures="1">
              <testsuite name="all" tests="4" failures="1" time="2">
                <testsuite name="a" tests="2" failures="1"><testcase name="1"/><testcase name="2"><failure/></testcase></testsuite>
                <testsuite name="b" tests="2"><testcase name="1"/><testsuite name="c"><testcase name="2"/></testsuite></testsuite>
              </testsuite>
            </testsuites>
            """
        );

        (results.Tests, results.Failed).ShouldBe((4, 1));
        results
            .Suites.Select(suite => (suite.Name, suite.Tests))
            .ShouldBe([("a", 2), ("c", 1), ("b", 1)]);
        results.Duration.ShouldBe(TimeSpan.FromSeconds(2));
    }

    [Fact]
    public void A_suite_that_lists_no_cases_counts_by_its_own_numbers()
    {
        var results = Read(
            """<testsuites><testsuite name="sum" tests="7" failures="2" errors="1" skipped="1" time="3"/></testsuites>"""
        );

        (results.Tests, results.Failed, results.Errors, results.Skipped, results.Passed).ShouldBe(
            (7, 2, 1, 1, 3)
        );
    }

    [Fact]
    public void A_suite_that_broke_is_an_error()
    {
        var results = Read(
            """<testsuite name="boot" tests="1"><error message="no database"/><testcase name="a"/></testsuite>"""
        );

        (results.Tests, results.Errors, results.Passed).ShouldBe((2, 1, 1));
        results.Failures.ShouldBe([new("boot", "boot", true, "no database")]);
    }

    [Fact]
    public void Test_cases_without_a_suite_and_those_that_were_not_run_count()
    {
        var results = Read(
            """<testsuites><testcase name="a" time="1"/><testcase name="b" status="notrun"/><testcase name="c" time="0.5"><failure message="no"/></testcase></testsuites>"""
        );

        (results.Tests, results.Failed, results.Skipped).ShouldBe((3, 1, 1));
        results.Duration.ShouldBe(TimeSpan.FromSeconds(1.5));
    }

    [Theory]
    [InlineData("<project><target/></project>")]
    [InlineData("<checkstyle version=\"10\"/>")]
    public void Another_document_is_no_report_and_no_mistake(string text)
    {
        ReadText(text, out var fault).ShouldBeNull();
        fault.ShouldBeNull();
    }

    [Theory]
    [InlineData("")]
    [InlineData("no XML")]
    [InlineData("<testsuite name=\"a\"><testcase name=\"b\">")]
    [InlineData(
        "<!DOCTYPE t [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><testsuite name=\"&e;\"/>"
    )]
    [InlineData("<?xml version=\"1.0\" encoding=\"no-such\"?><testsuite/>")]
    public void What_cannot_be_read_is_told(string text)
    {
        ReadText(text, out var fault).ShouldBeNull();
        fault.ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public void Nesting_is_bounded()
    {
        ReadText(string.Concat(Enumerable.Repeat("<testsuite>", 100_000)), out var fault)
            .ShouldBeNull();
        fault.ShouldBe("elements nest deeper than 64");
    }

    [Fact]
    public void However_many_fail_the_first_are_named_and_all_are_counted()
    {
        var cases = string.Concat(
            Enumerable
                .Range(0, 5000)
                .Select(i =>
                    $"<testcase name=\"{i}\"><failure message=\"{new string('x', 2000)}\"/></testcase>"
                )
        );

        var results = Read($"<testsuite name=\"many\">{cases}</testsuite>");

        results.Failed.ShouldBe(5000);
        results.Failures.Count.ShouldBe(TestResults.MostFailures);
        results.Failures.ShouldAllBe(failure => failure.Message!.Length <= 501);
    }

    private static TestResults Read(string text)
    {
        var results = ReadText(text, out var fault);
        fault.ShouldBeNull();
        return results.ShouldNotBeNull();
    }

    private static TestResults? ReadText(string text, out string? fault) =>
        JUnitReport.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), out fault);
}
