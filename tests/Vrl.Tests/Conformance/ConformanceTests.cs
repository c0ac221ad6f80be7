using Freshet.Vrl;
using Freshet.Vrl.Values;
using Shouldly;
using Vrl.Tests.Stdlib;
using Xunit;

namespace Vrl.Tests.Conformance;

/// <summary>The language's rules, one by one: what each program is, and what comes of it.</summary>
public sealed class ConformanceTests
{
    public static TheoryData<string> Names { get; } = [.. Case.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_program_does_what_the_language_says(string name)
    {
        var expected = Case.Of(name);
        var compiled = VrlCompiler.Compile(expected.Source, expected.Options);

        compiled.Errors.Select(error => error.Code).ShouldBe(expected.Errors);
        if (expected.Warnings is not null)
        {
            compiled.Warnings.Select(warning => warning.Code).ShouldBe(expected.Warnings);
        }
        if (compiled.Program is not { } program)
        {
            return;
        }

        var @event = Json.Read(expected.Event);
        var metadata = Value.From(new VrlObject());
        var run = program.Run(ref @event, ref metadata);

        if (expected.Fails)
        {
            run.Failure.ShouldNotBeNull().Message.ShouldBe(expected.RuntimeError);
        }
        else
        {
            run.Failure?.Message.ShouldBeNull();
            run.IsSuccess.ShouldBeTrue();
            if (expected.Result is { } result)
            {
                VrlJson.Write(run.Value).ShouldBe(result);
            }
        }
    }
}
