using Freshet.Configuration;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Configuration;

public sealed class NearestNameTests
{
    private static readonly string[] Known = ["port", "host", "root_url", "request_timeout"];

    [Theory]
    [InlineData("prot", "port")]
    [InlineData("PORT", "port")]
    [InlineData("hots", "host")]
    [InlineData("rooturl", "root_url")]
    [InlineData("request_timeot", "request_timeout")]
    [InlineData("xyzzy", null)]
    [InlineData("", null)]
    public void Finds_what_was_probably_meant(string name, string? meant) =>
        NearestName.Find(name, Known).ShouldBe(meant);

    [Fact]
    public void Of_equally_near_names_the_first_by_alphabet_is_taken() =>
        NearestName.Find("sink_c", ["sink_b", "sink_a"]).ShouldBe("sink_a");

    [Fact]
    public void Hint_names_the_nearest_or_all()
    {
        NearestName.Hint("prot", Known).ShouldBe("did you mean \"port\"?");
        NearestName.Hint("zzz", Known).ShouldBe("known: host, port, request_timeout, root_url");
        NearestName.Hint("zzz", []).ShouldBe("none is known here");
    }

    [Fact]
    public void Very_long_names_cost_nothing()
    {
        var long1 = new string('a', 1_000_000);
        NearestName.Find(long1, [long1]).ShouldBeNull();
        NearestName.Find("aaaa", [long1]).ShouldBeNull();
    }

    [Fact]
    public void One_slip_in_a_name_of_four_letters_or_more_is_forgiven() =>
        Prop.ForAll(
                Gen.Elements(Known).ToArbitrary(),
                Gen.Choose(0, 1000).ToArbitrary(),
                (name, at) =>
                {
                    var slipped = name.Remove(at % name.Length, 1);
                    NearestName.Find(slipped, Known).ShouldBe(name);
                }
            )
            .QuickCheckThrowOnFailure();
}
