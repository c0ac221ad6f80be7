using System.Globalization;
using Freshet.Vrl;
using Freshet.Vrl.Compilation;
using Freshet.Vrl.Values;
using Vrl.Tests.Stdlib;
using Xunit;

namespace Vrl.Tests.Conformance;

/// <summary>
/// Every function, called with whatever: a program is refused with reasons, or runs to a value or a failure, and soon. <c>VRL_FUZZ_SEED</c> sets where chance
/// starts, <c>VRL_FUZZ_PROGRAMS</c> how many programs each function gets.
/// </summary>
public sealed class RandomCallTests
{
    private const int DefaultSeed = 20_240_917;
    private const int DefaultPrograms = 150;

    /// <summary>Far more than the slowest computer needs: a program that takes longer hangs.</summary>
    private static readonly TimeSpan patience = TimeSpan.FromMinutes(2);

    /// <summary>These ask the network.</summary>
    private static readonly HashSet<string> remote = ["dns_lookup", "reverse_dns", "http_request"];

    public static TheoryData<string> Functions { get; } =
    [
        .. FunctionRegistry
            .Language.Select(function => function.Signature.Name)
            .Where(name => !remote.Contains(name)),
    ];

    [Theory]
    [MemberData(nameof(Functions))]
    public async Task Whatever_a_function_is_called_with_is_refused_or_answered(string name)
    {
        var seed = Setting("VRL_FUZZ_SEED", DefaultSeed);
        var signature = FunctionRegistry
            .Language.Single(function => function.Signature.Name == name)
            .Signature;
        var calls = new RandomCall(new Random(seed));
        var source = "";
        try
        {
            await Task.Run(
                    () =>
                    {
                        for (var i = Setting("VRL_FUZZ_PROGRAMS", DefaultPrograms); i > 0; i--)
                        {
                            source = calls.Program(signature);
                            CompileAndRun(source, isStrict: i % 2 == 0);
                        }
                    },
                    TestContext.Current.CancellationToken
                )
                .WaitAsync(patience, TestContext.Current.CancellationToken);
        }
        catch (Exception fault)
        {
            Assert.Fail($"seed {seed}: {source}\n{fault}");
        }
    }

    private static void CompileAndRun(string source, bool isStrict)
    {
        var compiled = VrlCompiler.Compile(
            source,
            new CompileOptions { EnableAllFunctions = true, Strict = isStrict }
        );
        Assert.Equal(compiled.Errors.Count > 0, compiled.Program is null);
        if (compiled.Program is not { } program)
        {
            return;
        }
        var @event = Json.Read(RandomCall.Event);
        var metadata = Value.From(new VrlObject());
        var run = program.Run(ref @event, ref metadata);
        Assert.NotEmpty(run.IsSuccess ? VrlJson.Write(run.Value) : run.Failure.Kind.ToString());
        Assert.NotEmpty(VrlJson.Write(@event));
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(
            Environment.GetEnvironmentVariable(name),
            CultureInfo.InvariantCulture,
            out var given
        )
            ? given
            : otherwise;
}
