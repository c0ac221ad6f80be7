using Freshet.Events;
using Freshet.Transformers;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Transformers;

public sealed class PlainTransformerTests
{
    private readonly Event input = new("1"u8.ToArray());
    private readonly List<Event> output = [];

    [Fact]
    public void Passthrough_hands_the_event_on()
    {
        new Passthrough().Transform(input, output).ShouldBeNull();

        output.ShouldHaveSingleItem().ShouldBeSameAs(input);
    }

    [Fact]
    public void Discard_all_lets_it_go_without_a_rejection()
    {
        new DiscardAll().Transform(input, output).ShouldBeNull();

        output.ShouldBeEmpty();
    }
}
