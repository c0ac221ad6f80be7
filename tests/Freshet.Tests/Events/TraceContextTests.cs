using System.Diagnostics;
using Freshet.Events;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Events;

public sealed class TraceContextTests
{
    private const string Trace = "0af7651916cd43dd8448eb211c80319c";
    private const string Span = "b7ad6b7169203331";

    [Theory]
    [InlineData("01", "01")]
    [InlineData("00", "00")]
    [InlineData("03", "03")]
    // Flags that nobody knows are not handed on.
    [InlineData("ff", "03")]
    public void The_header_is_handed_on_as_it_came(string flags, string expected)
    {
        var read = TraceContext.Parse($"00-{Trace}-{Span}-{flags}").ShouldNotBeNull();

        read.Parent.ShouldBe($"00-{Trace}-{Span}-{expected}");
        read.IsSampled.ShouldBe(expected != "00");
        read.State.ShouldBeNull();
    }

    [Theory]
    [InlineData($"cc-{Trace}-{Span}-01")]
    [InlineData($"cc-{Trace}-{Span}-01-what-the-future-will-be-like")]
    public void Of_a_later_version_the_parts_that_are_known_count(string parent) =>
        TraceContext.Parse(parent).ShouldNotBeNull().Parent.ShouldBe($"00-{Trace}-{Span}-01");

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData($"ff-{Trace}-{Span}-01")]
    [InlineData($"0-{Trace}-{Span}-01")]
    [InlineData($"0x-{Trace}-{Span}-01")]
    [InlineData($"00-{Trace}-{Span}-01-more")]
    [InlineData($"00-{Trace}-{Span}-01 ")]
    [InlineData($" 00-{Trace}-{Span}-01")]
    [InlineData($"cc-{Trace}-{Span}-01.what")]
    [InlineData($"00-{Trace}-{Span}-1")]
    [InlineData($"00-{Trace}-{Span}")]
    [InlineData($"00-{Trace}-{Span}-0G")]
    [InlineData($"00_{Trace}-{Span}-01")]
    [InlineData($"00-{Trace}_{Span}-01")]
    [InlineData($"00-{Trace}-{Span}_01")]
    [InlineData($"00-00000000000000000000000000000000-{Span}-01")]
    [InlineData($"00-{Trace}-0000000000000000-01")]
    [InlineData($"00-0AF7651916CD43DD8448EB211C80319C-{Span}-01")]
    [InlineData($"00-{Trace}-B7AD6B7169203331-01")]
    [InlineData($"00-{Trace}-b7ad6b716920333é-01")]
    public void Whatever_else_is_none(string? parent) =>
        TraceContext.Parse(parent, "a=1").ShouldBeNull();

    [Theory]
    [InlineData("vendor=x")]
    [InlineData("a=1,b=2 , c@d=~!")]
    [InlineData("a=1,,b=2")]
    [InlineData("0-_*/=with spaces")]
    public void State_is_handed_on_as_it_came(string state) =>
        TraceContext.Parse($"00-{Trace}-{Span}-01", state)!.State.ShouldBe(state);

    [Theory]
    [InlineData("")]
    [InlineData(",")]
    [InlineData("a")]
    [InlineData("a=")]
    [InlineData("=1")]
    [InlineData("A=1")]
    [InlineData("a=1=2")]
    [InlineData("a=1,a=2")]
    [InlineData("a=é")]
    [InlineData("a=\n")]
    [InlineData("a b=1")]
    public void State_that_is_none_is_left_out_and_the_rest_stays(string state) =>
        TraceContext.Parse($"00-{Trace}-{Span}-01", state).ShouldNotBeNull().State.ShouldBeNull();

    [Fact]
    public void State_is_bounded()
    {
        var longest = string.Join(',', "a=" + new string('x', 255), "b=" + new string('x', 252));
        longest.Length.ShouldBe(TraceContext.LongestState);
        StateOf(longest).ShouldBe(longest);
        StateOf(longest + "x").ShouldBeNull();
        StateOf("a=" + new string('x', 257)).ShouldBeNull();
        StateOf(Members(32)).ShouldNotBeNull();
        StateOf(Members(33)).ShouldBeNull();

        static string Members(int count) =>
            string.Join(',', Enumerable.Range(0, count).Select(i => $"k{i}=1"));

        static string? StateOf(string state) =>
            TraceContext.Parse($"00-{Trace}-{Span}-01", state)!.State;
    }

    [Fact]
    public void Its_bytes_and_the_framework_say_the_same()
    {
        var given = TraceContext.Parse($"00-{Trace}-{Span}-01", "a=1")!;
        var bytes = new byte[TraceContext.Size];

        given.Write(bytes);

        TraceContext.Read(bytes, "a=1").ShouldBe(given);
        TraceContext.Read(new byte[TraceContext.Size], null).ShouldBeNull();
        var context = given.ToActivityContext();
        (context.TraceId.ToHexString(), context.SpanId.ToHexString()).ShouldBe((Trace, Span));
        (context.TraceFlags, context.TraceState, context.IsRemote).ShouldBe(
            (ActivityTraceFlags.Recorded, "a=1", true)
        );
        using var activity = new Activity("test");
        activity.SetIdFormat(ActivityIdFormat.W3C).Start();
        TraceContext.Of(activity).Parent.ShouldBe(activity.Id);
    }

    [Fact]
    public void Traces_are_told_apart_by_their_ids_alone()
    {
        var one = TraceContext.Parse($"00-{Trace}-{Span}-01")!;
        one.IsOfTrace(TraceContext.Parse($"00-{Trace}-1111111111111111-00")!).ShouldBeTrue();
        one.IsOfTrace(TraceContext.Parse($"00-{Trace[..31]}d-{Span}-01")!).ShouldBeFalse();
    }
}
