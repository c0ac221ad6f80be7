using Shouldly;
using Xunit;

namespace Vrl.Tests.Stdlib.Parse;

public sealed class ParseNumberTests
{
    [Theory]
    [InlineData("""parse_int!("0b1010")""", "10")]
    [InlineData("""parse_int!("0o17")""", "15")]
    [InlineData("""parse_int!("0xFf")""", "255")]
    [InlineData("""parse_int!("017")""", "15")]
    [InlineData("""parse_int!("08")""", "could not parse integer: invalid digit found in string")]
    [InlineData("""parse_int!("0")""", "0")]
    [InlineData(
        """parse_int!("-0x1f")""",
        "could not parse integer: invalid digit found in string"
    )]
    [InlineData("""parse_int!("+12")""", "12")]
    [InlineData("""parse_int!("9223372036854775807")""", "9223372036854775807")]
    [InlineData(
        """parse_int!("9223372036854775808")""",
        "could not parse integer: number too large to fit in target type"
    )]
    [InlineData("""parse_int!("")""", "value is empty")]
    [InlineData("""parse_int!("-")""", "could not parse integer: invalid digit found in string")]
    [InlineData("""parse_int!("1_0")""", "could not parse integer: invalid digit found in string")]
    [InlineData("""parse_int!(" 1")""", "could not parse integer: invalid digit found in string")]
    [InlineData(
        """parse_int!("0b")""",
        "could not parse integer: cannot parse integer from empty string"
    )]
    [InlineData("""parse_int!("é")""", "could not parse integer: invalid digit found in string")]
    [InlineData("""parse_int!("zz", base: 36)""", "1295")]
    [InlineData("""parse_int!("10", base: 2)""", "2")]
    [InlineData(
        """parse_int!("0x10", base: 16)""",
        "could not parse integer: invalid digit found in string"
    )]
    [InlineData(
        """parse_int!("12", base: 2)""",
        "could not parse integer: invalid digit found in string"
    )]
    [InlineData("""parse_int!("-7f", base: 16)""", "-127")]
    public void Integers_are_read_in_any_base(string program, string expected) =>
        ParserPrograms.Run(program).ShouldBe(expected);

    [Theory]
    [InlineData("""parse_bytes!("1KiB", "B")""", "1024.0")]
    [InlineData("""parse_bytes!("1024", "KiB")""", "1.0")]
    [InlineData("""parse_bytes!("1.5 MiB", "kiB")""", "1536.0")]
    [InlineData("""parse_bytes!("1e", "B")""", "1.152921504606847e18")]
    [InlineData(
        """parse_bytes!("x", "B")""",
        "unable to parse bytes: 'invalid digit found in string'"
    )]
    [InlineData("""parse_bytes!("1KiB", "x")""", "unknown unit format: 'x'")]
    [InlineData(
        """parse_bytes!("-1KiB", "B")""",
        "unable to parse bytes: 'invalid digit found in string'"
    )]
    [InlineData(
        """parse_bytes!("1,000B", "B")""",
        "unable to parse bytes: 'invalid digit found in string'"
    )]
    [InlineData(
        """parse_bytes!(".5KiB", "B")""",
        "unable to parse bytes: 'invalid digit found in string'"
    )]
    [InlineData("""parse_bytes!("0", "EiB")""", "0.0")]
    [InlineData("""parse_bytes!("1MB", "kB", base: "10")""", "1000.0")]
    [InlineData("""parse_bytes!("1MiB", "B", base: "10")""", "1048576.0")]
    [InlineData("""parse_bytes!("1MB", "kB")""", "unknown unit format: 'kB'")]
    public void Sizes_are_read(string program, string expected) =>
        ParserPrograms.Run(program).ShouldBe(expected);

    [Theory]
    [InlineData("""parse_duration!("1005ms", "s")""", "1.005")]
    [InlineData("""parse_duration!("1s 1ms", "ms")""", "1001.0")]
    [InlineData("""parse_duration!("1.2s", "ms")""", "1200.0")]
    [InlineData("""parse_duration!("1d2h", "h")""", "26.0")]
    [InlineData("""parse_duration!("1w", "d")""", "7.0")]
    [InlineData("""parse_duration!("1µs", "ns")""", "1000.0")]
    [InlineData("""parse_duration!("1us", "ns")""", "1000.0")]
    [InlineData("""parse_duration!("-1s", "ms")""", "1000.0")]
    [InlineData("""parse_duration!("1", "s")""", "unable to parse duration: '1'")]
    [InlineData("""parse_duration!("s", "s")""", "unable to parse duration: 's'")]
    [InlineData("""parse_duration!("1x", "s")""", "unknown duration unit: 'x'")]
    [InlineData("""parse_duration!("1s", "x")""", "unknown unit format: 'x'")]
    [InlineData("""parse_duration!("", "s")""", "0.0")]
    [InlineData("""parse_duration!("1 s", "ms")""", "1000.0")]
    [InlineData("""parse_duration!("1s,1s", "s")""", "2.0")]
    [InlineData("""parse_duration!("1ns", "w")""", "1.6534391534392001e-15")]
    [InlineData("""parse_duration!("1e3s", "s")""", "unknown duration unit: 'e'")]
    public void Durations_are_read(string program, string expected) =>
        ParserPrograms.Run(program).ShouldBe(expected);
}
