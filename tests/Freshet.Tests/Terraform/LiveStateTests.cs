using Freshet.Terraform;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Terraform;

public sealed class LiveStateTests
{
    private readonly LiveState live = new("network");

    [Fact]
    public void Who_waits_for_a_change_is_woken_by_it_and_a_view_stays_as_it_was()
    {
        var empty = live.Current;
        empty.Changed.IsCompleted.ShouldBeFalse();

        live.Set(States.Read(States.File("network.tfstate")), newSerialAt: null);

        empty.Changed.IsCompleted.ShouldBeTrue();
        empty.States.ShouldBeEmpty();
        live.Current.Changed.IsCompleted.ShouldBeFalse();
        live.Current.NewSerialAt.ShouldBeNull();
        live.Current.ById("aws_subnet", "subnet-0").ShouldNotBeNull();
    }

    [Fact]
    public void A_newer_state_takes_the_place_of_that_of_its_lineage_alone()
    {
        var at = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
        live.Set(States.Read(States.Of(1, ("x", """{"id":"1"}""", "[]"))), null);
        live.Set(
            States.Read(
                """{"version":4,"lineage":"other","serial":1,"resources":[{"mode":"managed","type":"thing","name":"b","instances":[{"attributes":{"id":"2","name":"n","arn":"r"}}]}]}"""u8.ToArray()
            ),
            null
        );
        live.Set(States.Read(States.Of(2, ("x", """{"id":"3"}""", "[]"))), at);

        live.Current.States.Count.ShouldBe(2);
        live.Current.NewSerialAt.ShouldBe(at);
        live.Current.ById("thing", "1").ShouldBeNull();
        live.Current.ById("thing", "3").ShouldNotBeNull();
        live.Current.ByName("thing", "n").ShouldBe(live.Current.ById("thing", "2"));
        live.Current.ByArn("thing", "r").ShouldBe(live.Current.ById("thing", "2"));
    }
}
