using Freshet.Vrl;
using Freshet.Vrl.Values;
using Shouldly;
using Xunit;

namespace Vrl.Tests.Compilation;

/// <summary>Programs that are as deep as the parser lets them be, on a stack of the usual size.</summary>
public sealed class DepthTests
{
    private const int StackSize = 1 << 20;

    [Theory]
    [InlineData("", "1", " + 1", "", 1000)]
    [InlineData("", "1", " ?? 1", "", 1000)]
    [InlineData("if .a == 0 { 0 }", "", " else if .a == 1 { 1 }", "", 900)]
    [InlineData("", "{ ", "{ ", "1", 100)]
    [InlineData("", "", "[", "1", 100)]
    [InlineData("", "x", ".a", " = 1", 1000)]
    [InlineData("x = \"a\"; y = \"", "", "{{ x }}", "\"", 5000)]
    [InlineData("", "", "exists(.a); ", "1", 5000)]
    public void A_deep_program_is_compiled_and_run_or_refused(
        string start,
        string first,
        string again,
        string end,
        int times
    )
    {
        var source = start + first + string.Concat(Enumerable.Repeat(again, times)) + end;
        source += new string('}', source.Count(c => c == '{') - source.Count(c => c == '}'));
        source += new string(']', source.Count(c => c == '[') - source.Count(c => c == ']'));
        var isDone = false;
        var thread = new Thread(
            () =>
            {
                var compiled = VrlCompiler.Compile(source, new CompileOptions { Strict = false });
                var (@event, metadata) = (Value.From(new VrlObject()), Value.From(new VrlObject()));
                compiled.Program?.Run(ref @event, ref metadata);
                isDone = compiled.Program is not null || compiled.Errors.Count > 0;
            },
            StackSize
        );
        thread.Start();
        thread.Join();
        isDone.ShouldBeTrue();
    }

    [Fact]
    public void What_doubles_again_and_again_is_compiled_at_once()
    {
        var source =
            "x = [1]\n"
            + string.Concat(Enumerable.Repeat("x = [x, x]\n", 60))
            + string.Concat(Enumerable.Repeat("y = {\"a\": x, \"b\": x}\nx = y\n", 60))
            + "1";
        Programs.Result(source).ShouldBe("1");
    }
}
