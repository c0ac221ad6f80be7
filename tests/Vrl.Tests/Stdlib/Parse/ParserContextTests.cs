using System.Globalization;
using System.Text;
using Freshet.Vrl.Stdlib;
using Freshet.Vrl.Stdlib.Parse;
using Freshet.Vrl.Values;
using Shouldly;
using Xunit;

namespace Vrl.Tests.Stdlib.Parse;

/// <summary>What parsers take from their surroundings, and how far they go.</summary>
public sealed class ParserContextTests
{
    [Theory]
    [InlineData("2021-06-15", "0505", "2021-05-05T17:59:40.692994Z")]
    [InlineData("2021-01-01", "1231", "2020-12-31T17:59:40.692994Z")]
    [InlineData("2021-12-31", "0101", "2021-01-01T17:59:40.692994Z")]
    public void Times_of_klog_are_of_the_last_year_that_fits(string now, string day, string time)
    {
        var record = Read(new ParseKlog(), now, $"I{day} 17:59:40.692994 28133 klog.go:70] x");

        record.Object.TryGet("timestamp", out var timestamp).ShouldBeTrue();
        Json.Write(timestamp).ShouldBe($"\"{time}\"");
    }

    [Theory]
    [InlineData("2021-06-15", "Oct 11", "2021-10-11T22:14:15Z")]
    [InlineData("2021-01-01", "Dec 31", "2020-12-31T22:14:15Z")]
    [InlineData("2021-12-31", "Jan  1", "2021-01-01T22:14:15Z")]
    public void Times_of_syslog_are_of_this_year_but_for_those_of_December_in_January(
        string now,
        string day,
        string time
    )
    {
        var record = Read(new ParseSyslog(), now, $"<34>{day} 22:14:15 host app[12]: text");

        record.Object.TryGet("timestamp", out var timestamp).ShouldBeTrue();
        Json.Write(timestamp).ShouldBe($"\"{time}\"");
    }

    [Fact]
    public void Items_of_CBOR_go_so_deep()
    {
        var whole = Enumerable.Repeat((byte)0x81, 256).Append((byte)0xF6).ToArray();

        Call(new ParseCbor(), whole).IsArray.ShouldBeTrue();
        Json.Write(Call(new ParseCbor(), [0x81, .. whole]))
            .ShouldBe("unable to parse cbor: RecursionLimitExceeded");
    }

    [Fact]
    public void Collections_of_YAML_go_so_deep()
    {
        static byte[] Nested(int depth) =>
            Encoding.UTF8.GetBytes(new string('[', depth) + new string(']', depth));

        Call(new ParseYaml(), Nested(128)).IsArray.ShouldBeTrue();
        Json.Write(Call(new ParseYaml(), Nested(129)))
            .ShouldBe("unable to parse yaml: recursion limit exceeded at line 1 column 129");
    }

    [Fact]
    public void Aliases_of_YAML_make_no_more_than_so_many_values()
    {
        var text = new StringBuilder("l0: &l0 [x, x, x, x, x, x, x, x]\n");
        for (var i = 1; i < 30; i++)
        {
            var alias = $"*l{i - 1}";
            text.Append(
                CultureInfo.InvariantCulture,
                $"l{i}: &l{i} [{alias}, {alias}, {alias}, {alias}]\n"
            );
        }

        Json.Write(Call(new ParseYaml(), Encoding.UTF8.GetBytes(text.ToString())))
            .ShouldBe("unable to parse yaml: repetition limit exceeded");
    }

    [Fact]
    public void Bytes_that_are_no_text_are_replaced_or_refused()
    {
        byte[] text = [.. "\"a"u8, 0xFF, (byte)'"'];

        Json.Write(FunctionRunner.Call(new ParseJson(), ("value", Value.From(text))))
            .ShouldBe("\"a\uFFFD\"");
        Json.Write(
                FunctionRunner.Call(new ParseJson(), ("value", Value.From(text)), ("lossy", false))
            )
            .ShouldBe("unable to parse json: invalid unicode code point at line 1 column 4");
        Json.Write(FunctionRunner.Call(new ParseYaml(), ("value", Value.From(text))))
            .ShouldBe("unable to parse yaml: invalid leading UTF-8 octet at position 2");
    }

    private static Value Call(Function function, byte[] value) =>
        FunctionRunner.Call(function, ("value", Value.From(value)));

    private static Value Read(Function function, string now, string text) =>
        FunctionRunner.Call(
            function,
            TimeZoneInfo.Utc,
            new FixedTime(DateTimeOffset.Parse(now + "T12:00:00Z", CultureInfo.InvariantCulture)),
            ("value", text)
        );

    private sealed class FixedTime(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
