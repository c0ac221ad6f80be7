using Freshet.Sinks.Sse.Filtering;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Sinks.Sse.Filtering;

public sealed class TopicTableTests
{
    private readonly TopicTable topics = new();

    [Fact]
    public void Type_and_source_have_one_topic()
    {
        var topic = topics.Of("blog.post.created", "blog-service");
        topic.Type.ShouldBe("blog.post.created");
        topic.Source.ShouldBe("blog-service");
        topic.Index.ShouldBe(0);
        topics.Of(new("blog.post.created"), new("blog-service")).ShouldBeSameAs(topic);
        topics.Count.ShouldBe(1);
    }

    [Fact]
    public void Other_type_or_source_has_another()
    {
        string[][] pairs =
        [
            ["ab", "c"],
            ["a", "bc"],
            ["abc", ""],
            ["", "abc"],
            ["AB", "c"],
        ];
        var indices = pairs.Select(pair => topics.Of(pair[0], pair[1]).Index);
        indices.ShouldBe([0, 1, 2, 3, 4]);
    }

    [Fact]
    public void No_more_are_kept_than_the_table_holds()
    {
        for (var i = 0; i < TopicTable.Capacity; i++)
        {
            topics.Of("t", $"{i}").Index.ShouldBe(i);
        }
        var beyond = topics.Of("t", "beyond");
        beyond.Index.ShouldBe(Topic.Unnumbered);
        (beyond.Type, beyond.Source).ShouldBe(("t", "beyond"));
        topics.Count.ShouldBe(TopicTable.Capacity);
        topics.Of("t", "7").Index.ShouldBe(7);
    }

    [Fact]
    public void Long_ones_are_not_kept()
    {
        var source = new string('s', TopicTable.LongestKept - 1);
        topics.Of("t", source).Index.ShouldBe(0);
        topics.Of("tt", source).Index.ShouldBe(Topic.Unnumbered);
        topics.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Threads_that_ask_for_the_same_get_the_same()
    {
        using var together = new Barrier(4);
        var found = await Task.WhenAll(
            Enumerable
                .Range(0, 4)
                .Select(_ =>
                    Task.Factory.StartNew(
                        () =>
                        {
                            together.SignalAndWait();
                            return Enumerable
                                .Range(0, TopicTable.Capacity + 100)
                                .Select(i => topics.Of($"{i}", "s"))
                                .ToArray();
                        },
                        TestContext.Current.CancellationToken,
                        TaskCreationOptions.LongRunning,
                        TaskScheduler.Default
                    )
                )
        );
        var all = found.SelectMany(one => one).Distinct().ToList();
        var numbered = all.Where(topic => topic.Index != Topic.Unnumbered).ToList();
        numbered
            .Select(topic => topic.Index)
            .Order()
            .ShouldBe(Enumerable.Range(0, TopicTable.Capacity));
        numbered.ShouldAllBe(topic => topics.Of(topic.Type, topic.Source) == topic);
    }
}
