using Shouldly;
using Xunit;

namespace Freshet.Tests.Sinks.Sse.Filtering;

public sealed class FilterQueryTests
{
    private const string TooMany = "too many names; expected at most 256 in all lists together";

    [Fact]
    public void As_many_names_as_are_allowed_are_read()
    {
        Filters.Read($"?event_types={Names(256)}").EventTypes.Count.ShouldBe(256);
        var both = Filters.Read($"?event_types={Names(200)}&sources={Names(56)}");
        both.EventTypes.Count.ShouldBe(200);
        both.Sources.Count.ShouldBe(56);
    }

    [Fact]
    public void One_name_more_is_refused()
    {
        Filters.Refuse($"?event_types={Names(257)}").ShouldBe($"event_types: {TooMany}");
        Filters
            .Refuse($"?event_types={Names(200)}&sources={Names(57)}")
            .ShouldBe($"sources: {TooMany}");
        Filters
            .Refuse($"?sources={Names(200)}&sources={Names(57)}")
            .ShouldBe($"sources: {TooMany}");
    }

    [Fact]
    public void Repeats_count_and_empty_places_do_not()
    {
        Filters.Refuse($"?event_types=a{Times(256, ",a")}").ShouldBe($"event_types: {TooMany}");
        Filters.Read($"?event_types=a{Times(1000, ", ")}").EventTypes.ShouldBe(["a"]);
    }

    [Fact]
    public void Limits_hold_beside_a_star_alone() =>
        Filters.Refuse($"?event_types=*,{Names(256)}").ShouldBe($"event_types: {TooMany}");

    [Fact]
    public void Name_may_be_as_long_as_a_type_and_no_longer()
    {
        var longest = Times(256, "x");
        Filters.Read($"?sources={longest}++").Sources.ShouldBe([longest]);
        Filters
            .Refuse($"?sources=a,,{longest}x")
            .ShouldBe("sources: name 2 has 257 characters; expected at most 256");
    }

    [Theory]
    [InlineData("%00", "0000")]
    [InlineData("%0A", "000A")]
    [InlineData("%09", "0009")]
    [InlineData("%7F", "007F")]
    [InlineData("%C2%85", "0085")]
    public void Name_with_a_control_character_is_refused_and_not_repeated(
        string character,
        string code
    )
    {
        var reason =
            $"event_types: name 1 has the control character U+{code} in it; expected a name without any";
        Filters.Refuse($"?event_types=a{character}b").ShouldBe(reason);
        Filters.Refuse($"?event_types={character}").ShouldBe(reason);
        Filters.Refuse($"?event_types=a{character}&sources={Names(257)}").ShouldBe(reason);
    }

    private static string Names(int count) =>
        string.Join(',', Enumerable.Range(0, count).Select(i => $"n{i}"));

    private static string Times(int count, string text) =>
        string.Concat(Enumerable.Repeat(text, count));
}
