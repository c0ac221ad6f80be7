using Freshet.Sinks.Sse.Filtering;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Sinks.Sse.Filtering;

public sealed class EventFilterTests
{
    private readonly TopicTable topics = new();

    [Theory]
    [InlineData("?event_types=blog.post.created", true)]
    [InlineData("?event_types=blog.*", true)]
    [InlineData("?event_types=*.created", true)]
    [InlineData("?event_types=link.*,blog.*", true)]
    [InlineData("?event_types=link.*&event_types=blog.*", true)]
    [InlineData("?event_types=%20link.clicked%20,%20%20blog.post.created+", true)]
    [InlineData("?event_types=link.*", false)]
    [InlineData("?event_types=Blog.*", false)]
    [InlineData("?event_types=blog.post", false)]
    [InlineData("?event_types=blog-service", false)]
    [InlineData("?sources=blog-service", true)]
    [InlineData("?sources=*-service", true)]
    [InlineData("?sources=link-service", false)]
    [InlineData("?event_types=*.created&sources=blog-service", true)]
    [InlineData("?event_types=*.created&sources=link-service", false)]
    [InlineData("?event_types=*.deleted&sources=blog-service", false)]
    public void Event_passes_whose_type_and_source_are_both_asked_for(string query, bool passes)
    {
        var filter = Filters.Read(query);
        filter.IsAll.ShouldBeFalse();
        filter.Matches(topics.Of("blog.post.created", "blog-service")).ShouldBe(passes);
        filter.Matches(topics.Of("blog.post.created", "blog-service")).ShouldBe(passes);
    }

    [Theory]
    [InlineData("")]
    [InlineData("?since=2026-01-02T03:04:05Z")]
    [InlineData("?event_types")]
    [InlineData("?event_types=&sources=")]
    [InlineData("?event_types=%20,,%20&sources=,")]
    [InlineData("?event_types=*")]
    [InlineData("?event_types=***&sources=%20*%20")]
    [InlineData("?event_types=blog.*,*,link.clicked")]
    [InlineData("?event_types=blog.*&event_types=*")]
    public void Absent_or_empty_parameter_or_a_star_alone_leaves_nothing_out(string query)
    {
        var filter = Filters.Read(query);
        filter.ShouldBeSameAs(EventFilter.All);
        filter.IsAll.ShouldBeTrue();
        filter.EventTypes.ShouldBeEmpty();
        filter.Sources.ShouldBeEmpty();
        filter.Matches(topics.Of("", "")).ShouldBeTrue();
    }

    [Fact]
    public void Star_alone_in_one_parameter_leaves_the_other_as_it_is()
    {
        var filter = Filters.Read("?event_types=*,a&sources=s");
        filter.EventTypes.ShouldBeEmpty();
        filter.Matches(topics.Of("b", "s")).ShouldBeTrue();
        filter.Matches(topics.Of("a", "t")).ShouldBeFalse();
    }

    [Fact]
    public void Event_without_source_passes_only_where_any_source_does()
    {
        Filters.Read("?sources=s").Matches(topics.Of("a", "")).ShouldBeFalse();
        Filters.Read("?sources=*s*").Matches(topics.Of("a", "")).ShouldBeFalse();
        Filters.Read("?event_types=a").Matches(topics.Of("a", "")).ShouldBeTrue();
    }

    [Fact]
    public void Names_are_told_each_once_and_in_order()
    {
        var filter = Filters.Read("?event_types=b,a**b,a,b,,B&sources=z,%20y&sources=z");
        filter.EventTypes.ShouldBe(["B", "a", "a*b", "b"]);
        filter.Sources.ShouldBe(["y", "z"]);
    }

    [Fact]
    public void Order_repeats_and_spaces_make_no_other_filter()
    {
        var names = Gen.Elements("a", "b", "a*", "*b*", "a*b")
            .NonEmptyListOf()
            .Where(list => list.Count <= FilterQuery.MostNames / 8);
        Prop.ForAll(
                names.ToArbitrary(),
                names.ToArbitrary(),
                Gen.Choose(0, int.MaxValue - 1).ToArbitrary(),
                (types, sources, seed) =>
                {
                    var filter = Filters.Read(QueryOf(types, sources));
                    var same = Filters.Read(
                        QueryOf(Mixed(types, new(seed)), Mixed(sources, new(seed)))
                    );
                    same.ShouldBe(filter);
                    same.GetHashCode().ShouldBe(filter.GetHashCode());
                    same.EventTypes.ShouldBe(filter.EventTypes);
                    same.Sources.ShouldBe(filter.Sources);
                }
            )
            .QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("?event_types=a", "?event_types=A")]
    [InlineData("?event_types=a", "?sources=a")]
    [InlineData("?event_types=a&sources=b", "?event_types=a,b")]
    [InlineData("?event_types=a%26sources=b", "?event_types=a&sources=b")]
    [InlineData("?event_types=a+sources=b", "?event_types=a&sources=b")]
    [InlineData("?event_types=a*", "?event_types=a")]
    [InlineData("?event_types=a", "")]
    public void Filters_that_ask_for_something_else_differ(string one, string other) =>
        Filters.Read(one).ShouldNotBe(Filters.Read(other));

    [Fact]
    public void Names_are_looked_at_once_for_each_topic_that_has_a_number()
    {
        var filter = Filters.Read("?event_types=a*");
        filter.Matches(topics.Of("ab", "s")).ShouldBeTrue();
        filter.Matches(topics.Of("b", "s")).ShouldBeFalse();
        // The same numbers, and other answers if anybody looked.
        var elsewhere = new TopicTable();
        filter.Matches(elsewhere.Of("b", "s")).ShouldBeTrue();
        filter.Matches(elsewhere.Of("ab", "s")).ShouldBeFalse();
    }

    [Fact]
    public void Topics_beyond_those_that_are_numbered_are_filtered_all_the_same()
    {
        var filter = Filters.Read("?event_types=*7*");
        for (var i = 0; i < TopicTable.Capacity + 100; i++)
        {
            filter.Matches(topics.Of($"{i}", "s")).ShouldBe($"{i}".Contains('7'));
        }
        for (var i = 0; i < TopicTable.Capacity + 100; i++)
        {
            filter.Matches(topics.Of($"{i}", "s")).ShouldBe($"{i}".Contains('7'));
        }
    }

    [Fact]
    public void Nothing_is_allocated_for_an_event()
    {
        var filter = Filters.Read("?event_types=x,*.b,a*c*d&sources=s,t*");
        var known = topics.Of("a.c.d", "s");
        var unkept = topics.Of("a" + new string('d', TopicTable.LongestKept), "s");
        unkept.Index.ShouldBe(Topic.Unnumbered);
        var passed = LookAtBoth();
        var before = GC.GetAllocatedBytesForCurrentThread();
        passed += LookAtBoth();
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
        passed.ShouldBe(2 * 1000);

        int LookAtBoth()
        {
            var count = 0;
            for (var i = 0; i < 1000; i++)
            {
                count += filter.Matches(known) ? 1 : 0;
                count += filter.Matches(unkept) ? 1 : 0;
            }
            return count;
        }
    }

    [Fact]
    public async Task Threads_that_look_at_the_same_topics_get_the_same_answers()
    {
        var numbered = Enumerable.Range(0, 1000).Select(i => topics.Of($"{i}", "s")).ToArray();
        var expected = numbered.Select(topic => topic.Type.Contains('1')).ToArray();
        for (var round = 0; round < 20; round++)
        {
            var filter = Filters.Read("?event_types=*1*");
            using var together = new Barrier(4);
            var answers = await Task.WhenAll(
                Enumerable
                    .Range(0, 4)
                    .Select(_ =>
                        Task.Factory.StartNew(
                            () =>
                            {
                                together.SignalAndWait();
                                return numbered.Select(filter.Matches).ToArray();
                            },
                            TestContext.Current.CancellationToken,
                            TaskCreationOptions.LongRunning,
                            TaskScheduler.Default
                        )
                    )
            );
            answers.ShouldAllBe(one => one.SequenceEqual(expected));
            // And what is remembered then is what was said.
            numbered.Select(filter.Matches).ShouldBe(expected);
        }
    }

    private static string QueryOf(IEnumerable<string> types, IEnumerable<string> sources) =>
        $"?event_types={string.Join(',', types)}&sources={string.Join(',', sources)}";

    private static IEnumerable<string> Mixed(IEnumerable<string> names, Random random)
    {
        var mixed = names.SelectMany(name => Enumerable.Repeat(name, random.Next(1, 3))).ToArray();
        random.Shuffle(mixed);
        return mixed.Select(name => random.Next(2) == 0 ? name : $"%20{name}++");
    }
}
