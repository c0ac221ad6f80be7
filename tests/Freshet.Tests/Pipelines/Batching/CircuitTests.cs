using Freshet.Pipelines.Batching;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Pipelines.Batching;

public sealed class CircuitTests
{
    private static readonly int[] Doubling = [1, 2, 4, 8, 16, 30, 30, 30];

    private readonly ManualTime time = new();

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.5, 0.75)]
    [InlineData(0.9999999, 0.5)]
    public void Pauses_double_up_to_half_a_minute_less_up_to_a_half(double random, double part)
    {
        var circuit = new Circuit(time, () => random);
        foreach (var seconds in Doubling)
        {
            circuit.Fail(null);
            circuit.Remaining.TotalSeconds.ShouldBe(seconds * part, 0.0001);
        }
    }

    [Fact]
    public void Pause_passes_with_time()
    {
        var circuit = new Circuit(time, () => 0);
        circuit.Remaining.ShouldBe(TimeSpan.Zero);
        circuit.Fail(null);
        time.Advance(TimeSpan.FromSeconds(0.4));
        circuit.Remaining.ShouldBe(TimeSpan.FromSeconds(0.6));
        time.Advance(TimeSpan.FromSeconds(5));
        circuit.Remaining.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void It_opens_with_the_fifth_failure_in_a_row_and_closes_with_a_success()
    {
        var circuit = new Circuit(time, () => 0);
        for (var i = 0; i < 4; i++)
        {
            circuit.Fail(null);
        }
        circuit.Succeed();
        for (var i = 0; i < 4; i++)
        {
            circuit.Fail(null);
            circuit.IsOpen.ShouldBeFalse();
        }
        circuit.Fail(null);
        circuit.IsOpen.ShouldBeTrue();
        circuit.Succeed();
        circuit.IsOpen.ShouldBeFalse();
        circuit.Remaining.ShouldBe(TimeSpan.Zero);
    }

    [Theory]
    [InlineData(20, 0, 20)]
    [InlineData(20, 1, 22)]
    [InlineData(0.01, 0, 1)]
    [InlineData(-5, 0, 1)]
    [InlineData(1e9, 0, 3600)]
    public void Destination_is_left_alone_as_long_as_it_asked_and_up_to_a_tenth_more(
        double asked,
        double random,
        double seconds
    )
    {
        var circuit = new Circuit(time, () => random);
        circuit.Fail(TimeSpan.FromSeconds(asked));
        circuit.Remaining.TotalSeconds.ShouldBe(seconds, 0.0001);
    }
}
