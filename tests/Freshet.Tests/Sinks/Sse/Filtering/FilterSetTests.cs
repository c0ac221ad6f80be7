using Freshet.Sinks.Sse.Filtering;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Sinks.Sse.Filtering;

public sealed class FilterSetTests
{
    private readonly FilterSet filters = new();

    [Fact]
    public void Clients_that_ask_for_the_same_share_one_filter()
    {
        var first = filters.Take(Filters.Read("?event_types=a,b"));
        filters.Take(Filters.Read("?event_types=b&event_types=a,b")).ShouldBeSameAs(first);
        filters.Take(Filters.Read("?event_types=a")).ShouldNotBeSameAs(first);
        filters.Count.ShouldBe(2);
    }

    [Fact]
    public void Filter_is_forgotten_with_its_last_client()
    {
        var first = filters.Take(Filters.Read("?sources=s"));
        filters.Take(Filters.Read("?sources=s"));
        filters.Return(first);
        filters.Take(Filters.Read("?sources=s")).ShouldBeSameAs(first);
        filters.Return(first);
        filters.Return(first);
        filters.Count.ShouldBe(0);
        filters.Take(Filters.Read("?sources=s")).ShouldNotBeSameAs(first);
    }

    [Fact]
    public void Filter_that_leaves_nothing_out_is_the_same_for_everybody_and_not_counted()
    {
        filters.Take(Filters.Read("?event_types=*")).ShouldBeSameAs(EventFilter.All);
        filters.Count.ShouldBe(0);
        filters.Return(EventFilter.All);
        filters.Return(EventFilter.All);
    }

    [Fact]
    public void What_was_not_taken_cannot_be_returned()
    {
        var filter = filters.Take(Filters.Read("?sources=s"));
        filters.Return(filter);
        Should
            .Throw<InvalidOperationException>(() => filters.Return(filter))
            .Message.ShouldBe("No client has the filter event_types= sources=s.");
    }

    [Fact]
    public void As_many_are_held_as_different_ones_were_taken_and_not_returned()
    {
        string[] queries =
        [
            "?sources=a",
            "?sources=b",
            "?event_types=a",
            "?event_types=a&sources=b",
        ];
        Prop.ForAll(
                Gen.Choose(-queries.Length, queries.Length - 1).ListOf().ToArbitrary(),
                steps =>
                {
                    var set = new FilterSet();
                    var taken = new List<EventFilter>();
                    foreach (var step in steps)
                    {
                        var asked = Filters.Read(queries[step < 0 ? ~step : step]);
                        if (step >= 0)
                        {
                            taken.Add(set.Take(asked));
                            taken.Last().ShouldBe(asked);
                        }
                        else if (taken.Remove(asked))
                        {
                            set.Return(asked);
                        }
                        set.Count.ShouldBe(taken.Distinct().Count());
                        // One object for each: by reference as many as by what they ask for.
                        taken
                            .Distinct<object>(ReferenceEqualityComparer.Instance)
                            .Count()
                            .ShouldBe(set.Count);
                    }
                }
            )
            .QuickCheckThrowOnFailure();
    }

    [Fact]
    public async Task Clients_may_come_and_go_on_several_threads()
    {
        using var together = new Barrier(4);
        await Task.WhenAll(
            Enumerable
                .Range(0, 4)
                .Select(_ =>
                    Task.Factory.StartNew(
                        () =>
                        {
                            together.SignalAndWait();
                            for (var i = 0; i < 2000; i++)
                            {
                                var filter = filters.Take(Filters.Read($"?sources={i % 3}"));
                                filter.Sources.ShouldBe([$"{i % 3}"]);
                                filters.Return(filter);
                            }
                        },
                        TestContext.Current.CancellationToken,
                        TaskCreationOptions.LongRunning,
                        TaskScheduler.Default
                    )
                )
        );
        filters.Count.ShouldBe(0);
    }
}
