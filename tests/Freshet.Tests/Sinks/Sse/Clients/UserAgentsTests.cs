using Freshet.Sinks.Sse.Clients;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Sinks.Sse.Clients;

public sealed class UserAgentsTests
{
    private readonly UserAgents agents = new();

    [Fact]
    public void All_who_say_the_same_share_one_text()
    {
        var first = agents.Share(string.Concat("curl/", "8.0"));

        first.ShouldBe("curl/8.0");
        agents.Share(string.Concat("curl", "/8.0")).ShouldBeSameAs(first);
    }

    [Fact]
    public void Text_is_cut() =>
        agents.Share(new string('x', 1000)).ShouldBe(new string('x', UserAgents.Longest));

    [Fact]
    public void Control_characters_are_left_out() =>
        agents.Share("curl\t\u001b[31m\u0085/8.0\u007f").ShouldBe("curl[31m/8.0");

    [Fact]
    public void Who_says_nothing_has_an_empty_text() => agents.Share(null).ShouldBeEmpty();

    [Fact]
    public void Text_is_right_whoever_had_its_slot_before()
    {
        for (var i = 0; i < 10_000; i++)
        {
            agents.Share($"agent {i}").ShouldBe($"agent {i}");
        }
    }
}
