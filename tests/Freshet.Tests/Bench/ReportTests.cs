using Freshet.LoadTest.Report;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Bench;

public sealed class ReportTests
{
    [Fact]
    public void What_Freshet_loses_is_an_error_and_what_others_lose_is_not()
    {
        var losses = Verdict.Losses([
            Run("freshet") with
            {
                Lost = 3,
            },
            Run("freshet (memory)"),
            Run("nchan") with
            {
                Lost = 5,
            },
        ]);

        losses.ShouldHaveSingleItem().ShouldContain("lost 3");
    }

    [Fact]
    public void A_crowd_of_which_some_are_incomplete_is_an_error() =>
        Verdict.Losses([Run("freshet") with { Incomplete = 1 }]).Count().ShouldBe(1);

    [Theory]
    [InlineData(3_000_000, 0.2, 0)]
    [InlineData(2_999_999, 0.2, 1)]
    [InlineData(2_999_999, 0.21, 2)]
    public void A_figure_that_misses_its_target_is_told(double rate, double cost, int misses) =>
        Verdict
            .Misses([Run("freshet") with { DeliveriesPerSecond = rate, CpuPerMillion = cost }])
            .Count()
            .ShouldBe(misses);

    [Fact]
    public void What_a_filter_leaves_out_and_reaches_a_client_all_the_same_is_an_error() =>
        Verdict
            .Losses([Run("freshet", "kafka") with { Unwanted = 2 }])
            .ShouldHaveSingleItem()
            .ShouldContain("leave out 2");

    [Theory]
    [InlineData(999, 1024, 0, 0)]
    [InlineData(1000, 1024, 0, 1)]
    [InlineData(999, 1025, 0, 1)]
    [InlineData(999, 1024, 1, 1)]
    public void Events_from_Kafka_come_within_a_second_in_order_and_a_client_costs_a_megabyte_at_most(
        double p99,
        double kilobytes,
        long disordered,
        int misses
    ) =>
        Verdict
            .Misses([
                Run("freshet", "kafka") with
                {
                    P99Milliseconds = p99,
                    ResidentPerClient = kilobytes * 1024,
                    Disordered = disordered,
                },
            ])
            .Count()
            .ShouldBe(misses);

    [Theory]
    [InlineData(100, 100, 0, 0)]
    [InlineData(101, 100, 0, 1)]
    [InlineData(100, 101, 0, 1)]
    [InlineData(100, 100, 1, 1)]
    public void Alerts_and_drift_come_within_a_tenth_of_a_second_and_each_is_taken_in(
        double p99,
        double driftP99,
        long failed,
        int misses
    ) =>
        Verdict
            .Misses([
                Run("freshet", "drift") with
                {
                    P99Milliseconds = p99,
                    DriftP99Milliseconds = driftP99,
                    FailedPosts = failed,
                },
            ])
            .Count()
            .ShouldBe(misses);

    [Fact]
    public void The_cost_of_paced_events_is_compared_with_that_of_nchan_in_the_same_run()
    {
        var freshet = Run("freshet", "A") with { P99Milliseconds = 3, CpuPerMillion = 5 };

        Verdict.Misses([freshet, Run("nchan", "A") with { CpuPerMillion = 5.1 }]).ShouldBeEmpty();
        Verdict
            .Misses([freshet, Run("nchan", "A") with { CpuPerMillion = 4.9 }])
            .ShouldHaveSingleItem()
            .ShouldContain("nchan");
    }

    [Fact]
    public void Of_several_runs_the_one_in_the_middle_is_told_with_the_losses_of_all()
    {
        var median = Median.Of([
            Run("freshet") with
            {
                CpuPerMillion = 3,
                P50Milliseconds = 30,
                Lost = 1,
            },
            Run("freshet") with
            {
                CpuPerMillion = 1,
                P50Milliseconds = 10,
                Lost = 2,
            },
            Run("freshet") with
            {
                CpuPerMillion = 2,
                P50Milliseconds = 20,
            },
        ]);

        (median.CpuPerMillion, median.P50Milliseconds, median.Lost).ShouldBe((2.0, 20.0, 3L));
    }

    [Fact]
    public void A_table_has_the_columns_that_someone_has_a_figure_for_and_ratios_to_the_first_row()
    {
        var table = Table.Render(
            "B: full speed",
            [
                Run("freshet", "C") with
                {
                    CpuPerMillion = 0.5,
                },
                Run("nchan", "C") with
                {
                    CpuPerMillion = 2,
                    Notes = ["it is another"],
                },
            ]
        );

        table.ShouldBe(
            """
            ### B: full speed

            | system | CPU-s/million | × Freshet | lost | duplicates | disorder | load CPU |
            |---|--:|--:|--:|--:|--:|--:|
            | freshet | 0.500 | 1.00 | 0 | 0 | 0 | 0% |
            | nchan | 2.00 | 4.00 | 0 | 0 | 0 | 0% |

            - nchan: it is another

            """,
            StringCompareShould.IgnoreLineEndings
        );
    }

    private static Measurement Run(string system, string point = "B") =>
        new()
        {
            Point = point,
            System = system,
            Clients = 1000,
            Payload = 200,
            DeliveriesPerSecond = point == "B" ? 4e6 : null,
            CpuPerMillion = 0.1,
        };
}
