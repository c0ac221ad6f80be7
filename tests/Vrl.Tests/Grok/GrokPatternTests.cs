using Freshet.Vrl.Grok;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace Vrl.Tests.Grok;

public sealed class GrokPatternTests
{
    public static TheoryData<string> Names { get; } = [.. GrokLibrary.Matchers.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_pattern_of_the_library_can_be_used(string name) =>
        GrokPattern
            .TryParse($"%{{{name}:x}}", GrokLibrary.Matchers, out _, out var error)
            .ShouldBeTrue(error);

    [Theory]
    [InlineData("IPV4", "10.0.0.255", true)]
    [InlineData("IPV4", "256.0.0.1", false)]
    [InlineData("IPV6", "::1", true)]
    [InlineData("IPV6", "::", true)]
    [InlineData("IPV6", "2001:db8::8a2e:370:7334", true)]
    [InlineData("IPV6", "1:2:3:4:5:6:7:8", true)]
    [InlineData("IPV6", "1:2:3:4:5:6:1.2.3.4", true)]
    [InlineData("IPV6", "::ffff:1.2.3.4", true)]
    [InlineData("IPV6", "64:ff9b::192.0.2.33", true)]
    [InlineData("IPV6", "1::", true)]
    [InlineData("IPV6", "1:2:3:4:5:6:7::", true)]
    [InlineData("IPV6", "fe80::1%eth0", true)]
    [InlineData("IPV6", "1:2:3:4:5:6:7", false)]
    [InlineData("IPV6", "12345::", false)]
    [InlineData("MAC", "00:1B:44:11:3a:b7", true)]
    [InlineData("MAC", "001B.4411.3ab7", true)]
    [InlineData("HOSTNAME", "www.example.com", true)]
    [InlineData("EMAILADDRESS", "jane.doe@example.com", true)]
    [InlineData("UUID", "7f41deed-d5e2-8b5e-7a13-ab4ff93cfad2", true)]
    [InlineData("QUOTEDSTRING", "\"a \\\" b\"", true)]
    [InlineData("QUOTEDSTRING", "'a", false)]
    [InlineData("URI", "https://user:pw@example.com:8080/a/b?c=d", true)]
    [InlineData("UNIXPATH", "/var/log/syslog.1", true)]
    [InlineData("WINPATH", "C:\\Windows\\notepad.exe", true)]
    [InlineData("MONTH", "Dezember", true)]
    [InlineData("MONTHDAY", "32", false)]
    [InlineData("TIME", "23:59:60.5", true)]
    [InlineData("TIMESTAMP_ISO8601", "2020-10-02T23:22:12.223222+02:00", true)]
    [InlineData("DATESTAMP_RFC2822", "Mon, 25 Dec 1995 13:30:00 +0430", true)]
    [InlineData("DATESTAMP_EVENTLOG", "20200101123456", true)]
    [InlineData("HTTPDATE", "10/Oct/2000:13:55:36 -0700", true)]
    [InlineData("SYSLOGTIMESTAMP", "Oct  2 23:22:12", true)]
    [InlineData("LOGLEVEL", "WARNING", true)]
    [InlineData("LOGLEVEL", "loud", false)]
    [InlineData("NUMBER", "-1.5", true)]
    [InlineData("BASE16NUM", "0xFF", true)]
    [InlineData("numberExtStr", "-1.e+3", true)]
    [InlineData("integerExtStr", "1.1e5", false)]
    [InlineData("ipOrHost", "my_host.local", true)]
    public void Patterns_match_what_they_are_named_after(string name, string text, bool matches)
    {
        GrokPattern
            .TryParse($"\\A%{{{name}}}\\z", GrokLibrary.Matchers, out var pattern, out var error)
            .ShouldBeTrue(error);
        (pattern!.Match(text) is not null).ShouldBe(matches);
    }

    [Theory]
    [InlineData("a++b", "aab")]
    [InlineData("(?>a|ab)c", "abc")]
    [InlineData(@"[\w-.]+", "a-b.c")]
    [InlineData("[0-9A-Za-z-_]+", "a-_9")]
    [InlineData("[]a]+", "]a")]
    [InlineData("[+--]", ",")]
    [InlineData(@"\h\H", "fg")]
    [InlineData("x{,2}y{z}", "xxy{z}")]
    [InlineData("a{2,}", "aaa")]
    [InlineData(@"\x41\u0042\x{43}", "ABC")]
    [InlineData(@"\/\ \""\<\_", "/ \"<_")]
    [InlineData("(?m:.)(?#why)b", "\nb")]
    [InlineData("[[:alpha:]]+", "abc")]
    [InlineData("[a-z&&[^b]]", "a")]
    [InlineData("^b$", "b")]
    [InlineData(@"\p{^Lu}", "a")]
    public void The_dialect_is_read(string expression, string text)
    {
        GrokPattern
            .TryParse(
                $"\\A(?:{expression})\\z",
                GrokLibrary.Patterns,
                out var pattern,
                out var error
            )
            .ShouldBeTrue(error);
        pattern!.Match(text).ShouldNotBeNull();
    }

    [Theory]
    [InlineData("(?=a)")]
    [InlineData("(?<!a)")]
    [InlineData(@"(a)\1")]
    [InlineData(@"(?<n>a)\k<n>")]
    [InlineData(@"\g<0>")]
    [InlineData("(")]
    [InlineData(")")]
    [InlineData("[")]
    [InlineData("\\")]
    [InlineData("(?")]
    [InlineData("*")]
    [InlineData("")]
    public void What_the_engine_cannot_do_is_refused(string expression) =>
        GrokPattern.TryParse(expression, GrokLibrary.Patterns, out _, out _).ShouldBeFalse();

    [Fact]
    public void Definitions_that_name_themselves_come_to_an_end()
    {
        var library = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["A"] = "%{A}",
            ["B"] = "%{B}%{B}",
        };
        foreach (var name in library.Keys)
        {
            GrokPattern.TryParse($"%{{{name}}}", library, out _, out var error).ShouldBeFalse();
            error.ShouldBe("Recursion while compiling reached the limit of 1024");
        }
    }

    [Fact]
    public void Any_expression_is_a_pattern_or_an_error() =>
        Check.QuickThrowOnFailure(
            Prop.ForAll(
                ArbMap
                    .Default.ArbFor<char>()
                    .Generator.Or(
                        Gen.Elements("\\[](){}<>?*+-^$|:=!%&~#mixpxuhHkg01a'\"WORD".ToCharArray())
                    )
                    .ArrayOf()
                    .Select(characters => new string(characters))
                    .ToArbitrary(),
                expression =>
                {
                    var isPattern = GrokPattern.TryParse(
                        expression,
                        GrokLibrary.Patterns,
                        out var pattern,
                        out var error
                    );
                    (error.Length == 0).ShouldBe(isPattern);
                    _ = pattern?.Match("some text 1");
                }
            )
        );
}
