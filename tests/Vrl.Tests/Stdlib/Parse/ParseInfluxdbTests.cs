using Shouldly;
using Xunit;

namespace Vrl.Tests.Stdlib.Parse;

public sealed class ParseInfluxdbTests
{
    [Theory]
    [InlineData(
        "parse_influxdb!(s'cpu,host=A,region=us-west usage_system=64i,usage_user=10u,temperature=50.5,on=true,sleep=false 1590488773254420000')",
        """[{"gauge":{"value":64.0},"kind":"absolute","name":"cpu_usage_system","tags":{"host":"A","region":"us-west"},"timestamp":"2020-05-26T10:26:13.254420Z"},{"gauge":{"value":10.0},"kind":"absolute","name":"cpu_usage_user","tags":{"host":"A","region":"us-west"},"timestamp":"2020-05-26T10:26:13.254420Z"},{"gauge":{"value":50.5},"kind":"absolute","name":"cpu_temperature","tags":{"host":"A","region":"us-west"},"timestamp":"2020-05-26T10:26:13.254420Z"},{"gauge":{"value":1.0},"kind":"absolute","name":"cpu_on","tags":{"host":"A","region":"us-west"},"timestamp":"2020-05-26T10:26:13.254420Z"},{"gauge":{"value":0.0},"kind":"absolute","name":"cpu_sleep","tags":{"host":"A","region":"us-west"},"timestamp":"2020-05-26T10:26:13.254420Z"}]"""
    )]
    [InlineData(
        "parse_influxdb!(s'm f=1')",
        """[{"gauge":{"value":1.0},"kind":"absolute","name":"m_f"}]"""
    )]
    [InlineData(
        """parse_influxdb!(s'm,t=v f="str" 1')""",
        "Error while converting InfluxDB line protocol metric to Vector's metric model: field set values of type string are not supported"
    )]
    [InlineData(
        "parse_influxdb!(s'm f=t')",
        """[{"gauge":{"value":1.0},"kind":"absolute","name":"m_f"}]"""
    )]
    [InlineData(
        "parse_influxdb!(s'm')",
        "InfluxDB line protocol parsing error: A generic parsing error occurred: TakeWhile1"
    )]
    [InlineData("parse_influxdb!(s'')", "[]")]
    [InlineData(
        "parse_influxdb!(s'm f=')",
        "InfluxDB line protocol parsing error: No fields were provided"
    )]
    [InlineData(
        """parse_influxdb!(s'm\\ x,t\\,1=v\\=1 f\\ 1=1')""",
        "InfluxDB line protocol parsing error: Measurements, tag keys and values, and field keys may not end with a backslash"
    )]
    [InlineData(
        "parse_influxdb!(s'm f=1e3,g=-2i')",
        """[{"gauge":{"value":1000.0},"kind":"absolute","name":"m_f"},{"gauge":{"value":-2.0},"kind":"absolute","name":"m_g"}]"""
    )]
    [InlineData(
        "parse_influxdb!(s'm f=18446744073709551615u')",
        """[{"gauge":{"value":1.8446744073709552e19},"kind":"absolute","name":"m_f"}]"""
    )]
    [InlineData(
        "parse_influxdb!(s'm f=9223372036854775808i')",
        "InfluxDB line protocol parsing error: Unable to parse integer value '9223372036854775808'"
    )]
    [InlineData(
        "parse_influxdb!(s'm f=1 x')",
        "InfluxDB line protocol parsing error: Could not parse entire line. Found trailing content: ' x'"
    )]
    [InlineData("parse_influxdb!(s'# comment')", "[]")]
    [InlineData(
        "parse_influxdb!(s'm f=nan')",
        "InfluxDB line protocol parsing error: No fields were provided"
    )]
    public void Lines_are_read(string program, string expected) =>
        ParserPrograms.Run(program).ShouldBe(expected);
}
