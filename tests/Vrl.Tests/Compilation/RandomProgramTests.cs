using Freshet.Vrl.Values;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace Vrl.Tests.Compilation;

/// <summary>Programs made by chance: each is refused with reasons, or runs to a value or a failure.</summary>
public sealed class RandomProgramTests
{
    private const string Event =
        """{"i": 5, "f": 2.5, "s": "str", "b": true, "n": null, "a": [1, "x", {"k": 3}], "o": {"p": 1}}""";

    private static readonly string[] places =
    [
        ".",
        ".i",
        ".s",
        ".a[0]",
        ".a[-5]",
        ".o.p",
        ".new.x[2]",
        "%m.x",
        "x",
        "x.a",
        "y[1]",
        "y[-2].c",
    ];

    private static readonly string[] operators =
    [
        "+",
        "-",
        "*",
        "/",
        "==",
        "!=",
        "<",
        ">=",
        "&&",
        "||",
        "??",
        "|",
    ];

    private static readonly Arbitrary<string> programs = (
        from count in Gen.Choose(1, 2)
        from statements in Gen.ArrayOf(Statement(2), count)
        select "x = {\"a\": [1]}\ny = [1, {}]\nv = 1\n" + string.Join('\n', statements)
    ).ToArbitrary();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Any_program_is_refused_or_runs(bool isStrict)
    {
        var options = Programs.Options with { Strict = isStrict };
        var ran = 0;
        Prop.ForAll(
                programs,
                source =>
                {
                    var compiled = Programs.Compile(source, options);
                    (compiled.Program is null).ShouldBe(compiled.Errors.Count > 0);
                    if (compiled.Program is { } program)
                    {
                        ran++;
                        var @event = Programs.Json(Event);
                        var metadata = Value.From(new VrlObject());
                        var result = program.Run(ref @event, ref metadata);
                        VrlJson.Write(@event).ShouldNotBeEmpty();
                        (
                            result.IsSuccess ? VrlJson.Write(result.Value) : "failed"
                        ).ShouldNotBeEmpty();
                    }
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
        ran.ShouldBeGreaterThan(20);
    }

    private static Gen<string> Statement(int depth) =>
        depth == 0
            ? Expression(0)
            : Gen.OneOf(
                Expression(depth),
                Combine("{0} = {1}", Gen.Elements(places), Expression(depth - 1)),
                Combine("{0} |= {1}", Gen.Elements(places), Expression(depth - 1)),
                Combine("{0}, err = {1}", Gen.Elements(places), Expression(depth - 1)),
                Combine("if {0} {{ {1} }}", Expression(depth - 1), Statement(depth - 1)),
                Combine(
                    "if exists(.a) {{ {0} }} else {{ {1} }}",
                    Statement(depth - 1),
                    Statement(depth - 1)
                ),
                Combine("return {0}", Expression(depth - 1)),
                Combine("abort {0}", Expression(depth - 1)),
                Combine("each([1, 2]) -> |k, v| {{ {0} }}", Statement(depth - 1)),
                Combine("each!({0}) -> |k, _| {{ {1}; 1 }}", Expression(0), Statement(depth - 1))
            );

    private static Gen<string> Expression(int depth)
    {
        var atoms = Gen.Elements(
            places.Concat([
                "1",
                "0",
                "-3",
                "2.5",
                "\"a\"",
                "true",
                "null",
                "{}",
                "[]",
                "[1, \"x\"]",
                "{\"a\": {\"b\": [1]}}",
                "t'2020-01-01T00:00:00Z'",
                "v",
                "\"{{ x }} {{ y }}\"",
                "exists(.o)",
                "del(.i)",
                "del(x.a)",
            ])
        );
        if (depth == 0)
        {
            return atoms;
        }
        var inner = Expression(depth - 1);
        return Gen.OneOf(
            atoms,
            from left in inner
            from @operator in Gen.Elements(operators)
            from right in inner
            select $"{left} {@operator} {right}",
            Combine("({0})", inner),
            Combine("!{0}", inner),
            Combine("[{0}, {1}][0]", inner, inner),
            Combine("{{\"a\": {0}, \"b\": {1}}}.b", inner, inner),
            Combine("{{ {0} }}", Statement(depth - 1)),
            Combine("shout({0})", inner),
            Combine("shout!({0}, times: 2)", inner),
            Combine("risky!({0})", inner),
            Combine("unit({0}, \"ms\")", inner)
        );
    }

    private static Gen<string> Combine(string format, params Gen<string>[] parts) =>
        parts
            .Aggregate(
                Gen.Constant<string[]>([]),
                (all, part) =>
                    from before in all
                    from next in part
                    select before.Append(next).ToArray()
            )
            .Select(values => string.Format(format, values));
}
