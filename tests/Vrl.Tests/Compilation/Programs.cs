using System.Text;
using Freshet.Vrl;
using Freshet.Vrl.Diagnostics;
using Freshet.Vrl.Values;
using Shouldly;

namespace Vrl.Tests.Compilation;

/// <summary>Compiles and runs programs that know the functions of <see cref="TestFunctions"/> beside those of the language.</summary>
internal static class Programs
{
    public static CompileOptions Options { get; } =
        new CompileOptions { HostFunctions = TestFunctions.All };

    public static CompileResult Compile(string source, CompileOptions? options = null) =>
        VrlCompiler.Compile(source, options ?? Options);

    /// <summary>The codes of the program's errors.</summary>
    public static IEnumerable<int> Errors(string source, CompileOptions? options = null) =>
        Compile(source, options).Errors.Select(error => error.Code);

    public static IEnumerable<int> Warnings(string source, CompileOptions? options = null)
    {
        var compiled = Compile(source, options);
        compiled.Errors.ShouldBeEmpty();
        return compiled.Warnings.Select(warning => warning.Code);
    }

    /// <summary>The program's value and the event that it leaves.</summary>
    public static (RunResult Result, Value Event) Run(
        string source,
        string @event = "{}",
        CompileOptions? options = null
    )
    {
        var compiled = Compile(source, options);
        compiled.Errors.Select(Described).ShouldBeEmpty();
        var root = Json(@event);
        var metadata = Value.From(new VrlObject());
        var result = compiled.Program!.Run(ref root, ref metadata);
        return (result, root);
    }

    /// <summary>The program's value as JSON; for a failure, its message behind an exclamation mark.</summary>
    public static string Result(string source, string @event = "{}", CompileOptions? options = null)
    {
        var (result, _) = Run(source, @event, options);
        return result.IsSuccess
            ? VrlJson.Write(result.Value)
            : $"!{result.Failure.Message ?? "aborted"}";
    }

    public static Value Json(string text)
    {
        VrlJson
            .TryParse(Encoding.UTF8.GetBytes(text), out var value, out var error)
            .ShouldBeTrue(error);
        return value;
    }

    private static string Described(Diagnostic diagnostic) =>
        $"E{diagnostic.Code} {diagnostic.Message}";
}
