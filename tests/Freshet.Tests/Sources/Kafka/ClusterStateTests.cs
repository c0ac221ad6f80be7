using Confluent.Kafka;
using Freshet.Sources.Kafka;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Sources.Kafka;

public sealed class ClusterStateTests
{
    private const string Down =
        """{"name":"rdkafka#consumer-1","ts":1,"brokers":{"a:9092/bootstrap":{"name":"a:9092/bootstrap","nodeid":-1,"state":"CONNECT"}},"topics":{}}""";

    private readonly ClusterState state = new("a:9092");

    [Fact]
    public void Nothing_is_known_at_first()
    {
        state.Trouble.ShouldBe("no broker of a:9092 answers yet");
        state.Lag.ShouldBeNull();
    }

    [Fact]
    public void Statistics_tell_of_brokers_and_of_what_waits_in_its_own_partitions()
    {
        state.Read(Up(("active", 3), ("active", 4), ("none", 100), ("active", -1)));

        state.Trouble.ShouldBeNull();
        state.Lag.ShouldBe(7);
    }

    [Fact]
    public void Where_nothing_is_stored_yet_the_lag_is_unknown()
    {
        state.Read(Up(("active", -1)));

        state.Trouble.ShouldBeNull();
        state.Lag.ShouldBeNull();
    }

    [Fact]
    public void Brokers_go_down_and_come_back()
    {
        state.Read(Up(("active", 3)));

        state.Read(Down);
        state.Told(new Error(ErrorCode.Local_Transport, "a:9092: refused"));
        state.Trouble.ShouldBe("no broker of a:9092 answers: a:9092: refused");
        state.Lag.ShouldBeNull();

        state.Read(Up(("active", 5)));
        (state.Trouble, state.Lag).ShouldBe((null, 5));

        state.Told(new Error(ErrorCode.Local_AllBrokersDown, "1/1 brokers are down"));
        state.Trouble.ShouldNotBeNull();
        state.Lag.ShouldBeNull();

        state.Answered();
        state.Trouble.ShouldBeNull();
    }

    [Fact]
    public void What_cannot_be_read_though_brokers_answer_is_told_until_something_comes()
    {
        state.Failed("Group authorization failed");

        state.Read(Up(("active", 5)));
        state.Trouble.ShouldBe("Group authorization failed");

        state.Answered();
        state.Trouble.ShouldBeNull();
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"brokers":{}}""")]
    [InlineData("""{"brokers":{"a":{}},"topics":{}}""")]
    [InlineData("""{"brokers":{"a":{"state":"UP"}}}""")]
    [InlineData("""{"brokers":{"a":{"state":"UP"}},"topics":{"t":{}}}""")]
    [InlineData(
        """{"brokers":{"a":{"state":"UP"}},"topics":{"t":{"partitions":{"0":{"fetch_state":"active"}}}}}"""
    )]
    public void Statistics_of_another_version_are_no_fault(string statistics)
    {
        state.Read(statistics);

        state.Lag.ShouldBeNull();
    }

    /// <summary>Statistics as librdkafka 2.0.2 writes them, without what is not read.</summary>
    private static string Up(params (string FetchState, long Lag)[] partitions)
    {
        var each = partitions.Select(
            (partition, i) =>
                $$"""
                    "{{i}}":{"partition":{{i}},"broker":1,"leader":1,"fetch_state":"{{partition.FetchState}}","consumer_lag":0,"consumer_lag_stored":{{partition.Lag}}}
                    """
        );
        return """{"name":"rdkafka#consumer-1","ts":1,"brokers":{"GroupCoordinator":{"nodeid":1,"state":"INIT"},"a:9092/1":{"nodeid":1,"state":"UP"}},"topics":{"t":{"topic":"t","partitions":{"""
            + string.Join(',', each)
            + ""","-1":{"partition":-1,"fetch_state":"none","consumer_lag":-1,"consumer_lag_stored":-1}}}}}""";
    }
}
