using Freshet.LoadTest.Measuring;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Bench;

public sealed class HistogramTests
{
    private const double Precision = 1.0 / 64;

    private readonly Histogram histogram = new();

    [Fact]
    public void Without_times_every_quantile_is_nothing()
    {
        histogram.Quantile(0.5).ShouldBe(0);
        histogram.Maximum.ShouldBe(0);
    }

    [Fact]
    public void The_maximum_is_exact_and_nothing_is_above_it()
    {
        histogram.Record(1_234_567_891);

        histogram.Maximum.ShouldBe(1_234_567_891);
        histogram.Quantile(0.5).ShouldBe(1_234_567_891);
    }

    [Fact]
    public void The_longest_time_there_is_has_a_bucket()
    {
        histogram.Record(1);
        histogram.Record(long.MaxValue);

        histogram.Quantile(1).ShouldBe(long.MaxValue);
    }

    [Fact]
    public void A_clock_that_goes_back_counts_as_no_time()
    {
        histogram.Record(-5);

        (histogram.Count, histogram.Quantile(1)).ShouldBe((1L, 0L));
    }

    [Fact]
    public void What_was_cleared_is_forgotten()
    {
        histogram.Record(1000);
        histogram.Clear();
        histogram.Record(3);

        (histogram.Count, histogram.Quantile(0.5), histogram.Maximum).ShouldBe((1L, 3L, 3L));
    }

    [Fact]
    public void Quantiles_are_those_of_the_sorted_times_within_the_precision() =>
        Prop.ForAll(
                Gen.Choose(0, int.MaxValue).NonEmptyListOf().ToArbitrary(),
                times =>
                {
                    var counted = new Histogram();
                    foreach (var time in times)
                    {
                        counted.Record(time);
                    }
                    var sorted = times.Order().ToList();
                    return new[] { 0.01, 0.5, 0.9, 0.99, 1 }.All(part =>
                    {
                        var exact = sorted[Math.Max(1, (int)Math.Ceiling(part * sorted.Count)) - 1];
                        var told = counted.Quantile(part);
                        return told >= exact && told <= exact * (1 + Precision) + 1;
                    });
                }
            )
            .QuickCheckThrowOnFailure();
}
