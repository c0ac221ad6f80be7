using System.Text;
using Freshet.Events;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Events;

public class JsonBatchTests
{
    [Fact]
    public void An_array_comes_apart_into_slices_of_itself()
    {
        ReadOnlyMemory<byte> json = """[{"a":[1]},"x,]",3,[],null]"""u8.ToArray();
        JsonBatch.SplitArray(json, 5, out var elements).ShouldBeNull();
        elements
            .Select(e => Encoding.UTF8.GetString(e.Span))
            .ShouldBe(["""{"a":[1]}""", "\"x,]\"", "3", "[]", "null"]);
        elements[0].Equals(json.Slice(1, 9)).ShouldBeTrue();
    }

    [Fact]
    public void An_empty_array_has_no_elements()
    {
        JsonBatch.SplitArray("[]"u8.ToArray(), 5, out var elements).ShouldBeNull();
        elements.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{"a":1}""", "expected an array of events, found an object")]
    [InlineData("7", "expected an array of events, found a number")]
    [InlineData("[1,2,3]", "expected an array of at most 2 events, found more")]
    public void What_is_no_array_or_too_long_is_a_fault(string json, string reason)
    {
        JsonBatch
            .SplitArray(Encoding.UTF8.GetBytes(json), 2, out var elements)
            .ShouldNotBeNull()
            .Reason.ShouldBe(reason);
        elements.ShouldBeEmpty();
    }

    [Fact]
    public void Lines_keep_their_numbers_and_blank_ones_are_passed_over()
    {
        JsonBatch
            .SplitLines("{\"a\":1}\r\n\n \t\r\n[2] \n3"u8.ToArray(), 3, out var lines)
            .ShouldBeNull();
        lines
            .Select(l => (l.Number, Encoding.UTF8.GetString(l.Text.Span)))
            .ShouldBe([(1, "{\"a\":1}"), (4, "[2] "), (5, "3")]);
    }

    [Fact]
    public void Too_many_lines_are_a_fault_that_names_the_first_one_too_many()
    {
        JsonBatch
            .SplitLines("1\n\n2\n3\n"u8.ToArray(), 2, out var lines)
            .ShouldNotBeNull()
            .Line.ShouldBe(4);
        lines.ShouldBeEmpty();
    }
}
