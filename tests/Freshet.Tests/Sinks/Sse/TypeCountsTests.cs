using Freshet.Sinks.Sse.Frames;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Sinks.Sse;

public sealed class TypeCountsTests
{
    private readonly TypeCounts counts = new();

    [Fact]
    public void Most_frequent_type_comes_first_and_equals_by_name()
    {
        Count("b", 1);
        Count("c", 3);
        Count("a", 1);

        Read().ShouldBe(["c 3", "a 1", "b 1"]);
    }

    [Fact]
    public void Types_beyond_the_bound_are_counted_together_and_come_last()
    {
        for (var i = 0; i < TypeCounts.Capacity; i++)
        {
            Count($"type{i}", 1);
        }
        Count("one.more", 20);
        Count("and.another", 10);
        Count("type7", 1);

        var read = Read();
        read.Count.ShouldBe(TypeCounts.Capacity + 1);
        read[0].ShouldBe("type7 2");
        read[^1].ShouldBe("(other) 30");
    }

    [Fact]
    public void Type_that_is_called_like_the_rest_is_told_once()
    {
        Count(TypeCounts.Others, 2);

        Read().ShouldBe(["(other) 2"]);
    }

    private void Count(string type, int times)
    {
        for (var i = 0; i < times; i++)
        {
            counts.Count(type);
        }
    }

    private List<string> Read() => [.. counts.Read().Select(pair => $"{pair.Key} {pair.Value}")];
}
