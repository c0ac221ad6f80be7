using Freshet.Vrl.Compilation;
using Freshet.Vrl.Stdlib;
using Freshet.Vrl.Syntax;
using Freshet.Vrl.Typing;

namespace Freshet.Vrl;

/// <summary>Compiles programs of the Vector Remap Language.</summary>
public static class VrlCompiler
{
    /// <summary>Every function of the language, those too that a host must enable, by name.</summary>
    public static IReadOnlyList<Function> Functions { get; } =
    [
        .. FunctionRegistry.Language.OrderBy(
            function => function.Signature.Name,
            StringComparer.Ordinal
        ),
    ];

    /// <summary>Compiles a program. What is wrong with it is in the result; nothing that it contains makes this throw.</summary>
    public static CompileResult Compile(string source, CompileOptions? options = null)
    {
        options ??= new();
        return Compile(source, options, new(options.Event, options.Metadata));
    }

    internal static CompileResult Compile(string source, CompileOptions options, TypeState before)
    {
        var parsed = Parser.Parse(source);
        return parsed.Program is { } program
            ? ProgramCompiler.Compile(source, program, parsed.Diagnostics, options, before)
            : new(null, parsed.Diagnostics, [], source);
    }
}
