using Freshet.Terraform;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Terraform;

public sealed class LiveStateTests
{
    private readonly LiveState live = new("network");

    [Fact]
    public void A_view_stays_as_it_was()
    {
        var empty = live.Current;

        live.Set(States.Read(States.File("network.tfstate")), newSerialAt: null);

        empty.States.ShouldBeEmpty();
        live.Current.NewSerials.ShouldBeEmpty();
        live.Current.Find("aws_subnet", "id", "subnet-0").ShouldHaveSingleItem();
    }

    [Fact]
    public void The_last_new_serials_are_known_by_when_they_arrived()
    {
        var start = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
        var state = States.Read(States.Of(1, ("x", """{"id":"1"}""", "[]")));
        for (var i = 0; i <= LiveState.MostSerials; i++)
        {
            live.Set(state, start.AddMinutes(i));
        }

        var view = live.Current;
        view.NewSerials.Count.ShouldBe(LiveState.MostSerials);
        view.HasNewSerial(start, start.AddSeconds(59)).ShouldBeFalse();
        view.HasNewSerial(start, start.AddMinutes(1)).ShouldBeTrue();
        view.HasNewSerial(start.AddMinutes(1), start.AddSeconds(61)).ShouldBeTrue();
        view.HasNewSerial(start.AddDays(1), start.AddDays(2)).ShouldBeFalse();
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
        live.Current.NewSerials.ShouldBe([at]);
        live.Current.Find("thing", "id", "1").ShouldBeEmpty();
        live.Current.Find("thing", "id", "3").ShouldHaveSingleItem();
        live.Current.Find("thing", "name", "n").ShouldBe(live.Current.FindAny("2"));
        live.Current.FindAny("r").ShouldBe(live.Current.Find("thing", "arn", "r"));
    }
}
