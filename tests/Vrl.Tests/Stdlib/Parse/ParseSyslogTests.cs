using Shouldly;
using Xunit;

namespace Vrl.Tests.Stdlib.Parse;

public sealed class ParseSyslogTests
{
    [Theory]
    [InlineData(
        """parse_syslog!(s'<13>1 2020-03-13T20:45:38.119Z dynamicwireless.name non 2426 ID931 [exampleSDID@32473 iut="3" eventSource="App\\"x"][b c="d"] Try to override')""",
        """{"appname":"non","b":{"c":"d"},"facility":"user","hostname":"dynamicwireless.name","message":"Try to override","msgid":"ID931","procid":2426,"severity":"notice","timestamp":"2020-03-13T20:45:38.119Z","version":1}"""
    )]
    [InlineData(
        "parse_syslog!(s'<34>1 2003-10-11T22:14:15.003Z - su - - - \ufeffBOM')",
        "{\"appname\":\"su\",\"facility\":\"auth\",\"message\":\"\ufeffBOM\",\"severity\":\"crit\",\"timestamp\":\"2003-10-11T22:14:15.003Z\",\"version\":1}"
    )]
    [InlineData(
        "parse_syslog!(s'<165>1 2020-01-01T00:00:00Z h a 1 m [x]')",
        """{"appname":"a","facility":"local4","hostname":"h","message":"","msgid":"m","procid":1,"severity":"notice","timestamp":"2020-01-01T00:00:00Z","version":1,"x":{}}"""
    )]
    [InlineData(
        "parse_syslog!(s'<0>1 2020-01-01T00:00:00-07:00 h a - - -')",
        """{"appname":"a","facility":"kern","hostname":"h","message":"","severity":"emerg","timestamp":"2020-01-01T07:00:00Z","version":1}"""
    )]
    [InlineData("parse_syslog!(s'not syslog')", "unable to parse input as valid syslog message")]
    [InlineData("parse_syslog!(s'')", "unable to parse input as valid syslog message")]
    [InlineData(
        "parse_syslog!(s'<999>1 2020-01-01T00:00:00Z h a 1 - - m')",
        "unable to parse input as valid syslog message"
    )]
    [InlineData(
        """parse_syslog!(s'<191>1 2020-01-01T00:00:00Z h a 1 - [a b="]"] m')""",
        """{"a":{"b":"]"},"appname":"a","facility":"local7","hostname":"h","message":"m","procid":1,"severity":"debug","timestamp":"2020-01-01T00:00:00Z","version":1}"""
    )]
    [InlineData(
        "parse_syslog!(s'<13>2020-03-13T20:45:38Z host app[1]: text')",
        """{"appname":"app","facility":"user","hostname":"host","message":"text","procid":1,"severity":"notice","timestamp":"2020-03-13T20:45:38Z"}"""
    )]
    [InlineData(
        "parse_syslog!(s'2020-03-13T20:45:38Z host app: text')",
        """{"appname":"app","hostname":"host","message":"text","timestamp":"2020-03-13T20:45:38Z"}"""
    )]
    public void Messages_are_read(string program, string expected) =>
        ParserPrograms.Run(program).ShouldBe(expected);
}
