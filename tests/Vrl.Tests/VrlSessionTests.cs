using Freshet.Vrl;
using Freshet.Vrl.Values;
using Shouldly;
using Xunit;

namespace Vrl.Tests;

public sealed class VrlSessionTests
{
    private readonly VrlSession session = new(new CompileOptions());

    [Fact]
    public void Variables_and_event_stay_from_program_to_program()
    {
        Run("x = 1; .a = { \"b\": x }; y = .a");
        Run("y.b = 2; [x, y, .]").ShouldBe("""[1,{"b":2},{"a":{"b":1}}]""");
        session.Variables.Keys.ShouldBe(["x", "y"], ignoreOrder: true);
    }

    [Fact]
    public void A_variable_of_a_block_ends_with_it()
    {
        Run("if true { inner = 1 }");

        session.Compile("inner").Errors.ShouldHaveSingleItem().Code.ShouldBe(701);
    }

    [Fact]
    public void What_is_known_is_what_a_variable_came_to_be()
    {
        Run("x = 1; if .a == null { x = \"text\" }");

        session.Compile("x + \"s\"").Errors.ShouldBeEmpty();
        session.Compile("x * 2.5").Errors.ShouldHaveSingleItem().Code.ShouldBe(100);
    }

    [Fact]
    public void What_a_program_did_before_it_failed_stays_and_what_it_did_not_come_to_is_not_there()
    {
        Run("x = 1");
        var compiled = session.Compile("x = 2\n.a = 1\nabort\ny = 3");

        session.Run(compiled.Program.ShouldNotBeNull()).IsSuccess.ShouldBeFalse();

        Run("[x, .a]").ShouldBe("[2,1]");
        session.Variables.ContainsKey("y").ShouldBeFalse();
    }

    [Fact]
    public void An_event_of_another_kind_is_known_as_such()
    {
        Run(". = [1]");

        session.Compile(".[0] + 1").Errors.ShouldBeEmpty();
    }

    private string Run(string source)
    {
        var compiled = session.Compile(source);
        compiled.Errors.Select(error => $"E{error.Code} {error.Message}").ShouldBeEmpty();
        var run = session.Run(compiled.Program!);
        run.Failure?.Message.ShouldBeNull();
        return VrlJson.Write(run.Value);
    }
}
