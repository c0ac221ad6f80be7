using Shouldly;
using Xunit;

namespace Vrl.Tests.Stdlib.Parse;

public sealed class ParseTimestampTests
{
    [Theory]
    [InlineData(
        """parse_timestamp!("2021-02-03 04:05:06 +01:00", "%Y-%m-%d %H:%M:%S %z")""",
        "\"2021-02-03T03:05:06Z\""
    )]
    [InlineData(
        """parse_timestamp!("10-Oct-2020 16:00+00:00", "%v %R %:z")""",
        "\"2020-10-10T16:00:00Z\""
    )]
    [InlineData(
        """parse_timestamp!("16/10/2019:12:00:00 +0000", "%d/%m/%Y:%H:%M:%S %z")""",
        "\"2019-10-16T12:00:00Z\""
    )]
    [InlineData("""parse_timestamp!("1612345678", "%s")""", "\"2021-02-03T09:47:58Z\"")]
    [InlineData(
        """parse_timestamp!("2021-02-30 00:00", "%Y-%m-%d %H:%M")""",
        """Invalid timestamp "2021-02-30 00:00": input is out of range"""
    )]
    [InlineData(
        """parse_timestamp!("2021-02-03", "%Y-%m-%d")""",
        """Invalid timestamp "2021-02-03": input is not enough for unique date and time"""
    )]
    [InlineData(
        """parse_timestamp!("x", "%Y")""",
        """Invalid timestamp "x": input contains invalid characters"""
    )]
    [InlineData(
        """parse_timestamp!("2021", "%Q")""",
        """Invalid timestamp "2021": bad or unsupported format string"""
    )]
    [InlineData(
        """parse_timestamp!("", "%Y")""",
        """Invalid timestamp "": premature end of input"""
    )]
    [InlineData(
        """parse_timestamp!("2021-02-03T04:05:06.123456789Z", "%+")""",
        "\"2021-02-03T04:05:06.123456789Z\""
    )]
    [InlineData(
        """parse_timestamp!("Wed, 03 Feb 2021 04:05:06 GMT", "%a, %d %b %Y %T GMT")""",
        "\"2021-02-03T04:05:06Z\""
    )]
    [InlineData(
        """parse_timestamp!("2021-07-01 12:00:00", "%F %T", timezone: "Europe/Berlin")""",
        "\"2021-07-01T10:00:00Z\""
    )]
    [InlineData(
        """parse_timestamp!("2021-07-01 12:00:00", "%F %T", timezone: "Nowhere")""",
        "unable to parse timezone: Nowhere"
    )]
    [InlineData(
        """parse_timestamp!(t'2021-07-01T12:00:00Z', "%F %T")""",
        "\"2021-07-01T12:00:00Z\""
    )]
    public void Formats_are_followed(string program, string expected) =>
        ParserPrograms.Run(program).ShouldBe(expected);
}
