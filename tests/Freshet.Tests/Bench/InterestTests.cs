using Freshet.LoadTest.Clients;
using Freshet.LoadTest.Publishing;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Bench;

public sealed class InterestTests
{
    [Theory]
    [InlineData("", "", 1000)]
    [InlineData("*", "*", 1000)]
    [InlineData("blog.created", "", 10)]
    [InlineData("blog.*", "", 100)]
    [InlineData("*.created", "", 100)]
    [InlineData("*ment.*", "", 200)]
    [InlineData("blog.*,*.created", "crm", 19)]
    [InlineData("blog.created,cart.created", "crm,import-*", 6)]
    [InlineData("blog", "", 0)]
    [InlineData("blog?created", "", 0)]
    [InlineData("", "crm-service", 0)]
    public void A_filter_passes_the_kinds_whose_type_and_source_it_names(
        string types,
        string sources,
        int passed
    ) => new Interest(types, sources).Share.ShouldBe(passed / 1000.0);

    [Fact]
    public void The_fifty_are_different_and_pass_a_tenth_on_average_some_all_and_some_nothing()
    {
        var fifty = Interest.Fifty.ToList();

        fifty.Count.ShouldBe(Interest.Most);
        fifty.Select(one => one.Query).Distinct().Count().ShouldBe(Interest.Most);
        fifty.Average(one => one.Share).ShouldBeInRange(0.08, 0.12);
        fifty.Count(one => one.Share == 1).ShouldBe(2);
        fifty.Count(one => one.Share == 0).ShouldBe(2);
    }

    [Fact]
    public void Kinds_come_equally_often_whatever_the_lane()
    {
        var kinds = Enumerable.Range(0, 9 * Kind.Count).Select(n => (n % 9, Kind.IndexOf(n)));

        kinds.Distinct().Count().ShouldBe(9 * Kind.Count);
    }

    [Fact]
    public void Events_that_pass_have_places_one_after_the_other_and_others_have_none()
    {
        var interest = new Interest("blog.*", "");
        var (blog, cart) = (KindOf("blog."), KindOf("cart."));

        foreach (var kind in new[] { cart, blog, cart, blog })
        {
            interest.Publish(lane: 2, kind);
        }

        Places(interest, 2, 5).ShouldBe([-1, Lanes.Number(2, 0), -1, Lanes.Number(2, 1), -1]);
        Places(interest, 3, 1).ShouldBe([-1]);
        interest.NumberAt(Lanes.Number(2, 1)).ShouldBe(Lanes.Number(2, 3));
        interest.Published[2].ShouldBe(2);
    }

    [Fact]
    public void An_event_is_for_the_clients_that_are_there_where_it_passes()
    {
        var interest = new Interest("blog.*", "");
        interest.Join();
        interest.Join();
        interest.Join();
        interest.Leave();

        interest.Publish(lane: 0, KindOf("blog.")).ShouldBe(2);
        interest.Publish(lane: 0, KindOf("cart.")).ShouldBe(0);
    }

    private static int KindOf(string type) =>
        Enumerable
            .Range(0, Kind.Count)
            .First(kind => Kind.At(kind).Type.StartsWith(type, StringComparison.Ordinal));

    private static long[] Places(Interest interest, int lane, int count) =>
        [.. Enumerable.Range(0, count).Select(i => interest.PlaceOf(Lanes.Number(lane, i)))];
}
