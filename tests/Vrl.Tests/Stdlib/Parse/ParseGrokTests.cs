using Freshet.Vrl;
using Freshet.Vrl.Stdlib.Parse;
using Shouldly;
using Xunit;

namespace Vrl.Tests.Stdlib.Parse;

public sealed class ParseGrokTests
{
    [Theory]
    [InlineData(
        "%{TIMESTAMP_ISO8601:timestamp} %{LOGLEVEL:level} %{GREEDYDATA:message}",
        "2020-10-02T23:22:12.223222Z info Hello world",
        """{"level":"info","message":"Hello world","timestamp":"2020-10-02T23:22:12.223222Z"}"""
    )]
    [InlineData(
        "%{TIMESTAMP_ISO8601:timestamp} %{LOGLEVEL:level} %{GREEDYDATA:message}",
        "2020-10-02T23:22:12.223222Z an ungrokkable message",
        "unable to parse input with grok pattern"
    )]
    [InlineData(
        "(%{TIMESTAMP_ISO8601:timestamp}|%{LOGLEVEL:level})",
        "2020-10-02T23:22:12.223222Z",
        """{"timestamp":"2020-10-02T23:22:12.223222Z"}"""
    )]
    [InlineData("%{WORD:a} %{WORD:a}", "x y", """{"a":"y","name0":"x"}""")]
    [InlineData("%{WORD} %{WORD:b}", "x y", """{"b":"y"}""")]
    [InlineData("%{ID:id=[a-z]+}", "xyz", """{"id":"xyz"}""")]
    [InlineData("(?<w>x)(?<w>y)", "xy", """{"w":"x"}""")]
    [InlineData("a(?<empty>b*)", "a", """{"empty":""}""")]
    [InlineData(
        "%{SYSLOGBASE} %{GREEDYDATA:text}",
        "Oct  2 23:22:12 web-1 nginx[42]: it works",
        """{"logsource":"web-1","pid":"42","program":"nginx","text":"it works","timestamp":"Oct  2 23:22:12"}"""
    )]
    [InlineData(
        "%{COMMONAPACHELOG}",
        """127.0.0.1 - frank [10/Oct/2000:13:55:36 -0700] "GET /apache_pb.gif HTTP/1.0" 200 2326""",
        """{"auth":"frank","bytes":"2326","clientip":"127.0.0.1","httpversion":"1.0","ident":"-","request":"/apache_pb.gif","response":"200","timestamp":"10/Oct/2000:13:55:36 -0700","verb":"GET"}"""
    )]
    public void Fields_are_taken_out(string pattern, string text, string expected) =>
        Json.Write(FunctionRunner.Call(new ParseGrok(), ("value", text), ("pattern", pattern)))
            .ShouldBe(expected);

    [Fact]
    public void A_pattern_that_is_none_is_an_error_of_the_program()
    {
        var error = VrlCompiler
            .Compile("parse_grok!(.a, \"%{NOG}\")")
            .Errors.ShouldHaveSingleItem();

        error.Code.ShouldBe(610);
        error.Message.ShouldBe(
            "function compilation error: error[E112] grok pattern error: The given pattern definition name \"NOG\" could not be found in the definition map"
        );
    }

    [Fact]
    public void A_long_text_takes_no_long_time() =>
        FunctionRunner
            .Call(
                new ParseGrok(),
                ("value", new string('a', 1_000_000)),
                ("pattern", "(a*)*(a|aa)+%{NUMBER:n}")
            )
            .IsFailure.ShouldBeTrue();
}
