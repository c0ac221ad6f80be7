using Freshet.Sinks.Sse;
using Freshet.Tests.Configuration;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Sinks.Sse;

public sealed class SseOptionsTests
{
    private const string Rules = """headers.X = { type = "exists" }""";

    [Theory]
    [InlineData("", Rules, true)]
    [InlineData("""session_ttl = "1s" """, Rules, true)]
    [InlineData("""session_ttl = "30d" """, Rules, true)]
    [InlineData("""session_ttl = "0s" """, Rules, false)]
    [InlineData("", "", false)]
    public void There_are_sessions_where_there_are_rules_unless_they_are_switched_off(
        string ttl,
        string rules,
        bool expected
    ) => Loaded.From($"id = 'e'\n{ttl}\n{rules}").Read<SseOptions>().HasSessions.ShouldBe(expected);

    [Theory]
    [InlineData("999ms", "2:15 a session lasts a second or longer")]
    [InlineData("31d", "2:15 session_ttl must be from 0s to 30d")]
    public void A_life_that_no_session_can_have_is_told(string ttl, string expected) =>
        Loaded.From($"id = 'e'\nsession_ttl = '{ttl}'").Mistakes<SseOptions>().ShouldBe([expected]);

    [Theory]
    [InlineData("id = 'e'", "/sse/e/session")]
    [InlineData("path = '/events'", "/events/session")]
    [InlineData("path = '/events/'", "/events/session")]
    [InlineData("path = '/'", "/session")]
    public void Sessions_are_below_the_path(string toml, string expected) =>
        Loaded.From(toml).Read<SseOptions>().SessionRoute.ShouldBe(expected);
}
