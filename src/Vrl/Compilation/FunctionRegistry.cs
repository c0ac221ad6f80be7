using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using Freshet.Vrl.Stdlib;

namespace Freshet.Vrl.Compilation;

/// <summary>The functions that programs may call. Those of the language are found by looking through the assembly, once.</summary>
internal sealed class FunctionRegistry
{
    private static readonly Lazy<FrozenDictionary<string, Function>> language = new(() =>
        typeof(Function)
            .Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(Function)) && !type.IsAbstract)
            .Select(type => (Function)Activator.CreateInstance(type, nonPublic: true)!)
            .ToFrozenDictionary(function => function.Signature.Name, StringComparer.Ordinal)
    );

    private readonly FrozenDictionary<string, Function> host;
    private readonly CompileOptions options;

    private FunctionRegistry(CompileOptions options)
    {
        this.options = options;
        host = options.HostFunctions.ToFrozenDictionary(
            function => function.Signature.Name,
            StringComparer.Ordinal
        );
    }

    /// <summary>Every function of the language, those too that a host must enable.</summary>
    public static IReadOnlyCollection<Function> Language => language.Value.Values;

    /// <summary>The names that programs of this host may call, in order.</summary>
    public IEnumerable<string> Names =>
        host
            .Keys.Concat(
                language.Value.Values.Where(IsEnabled).Select(function => function.Signature.Name)
            )
            .Order(StringComparer.Ordinal);

    public static FunctionRegistry For(CompileOptions options) => new(options);

    public bool TryGet(string name, [NotNullWhen(true)] out Function? function) =>
        host.TryGetValue(name, out function)
        || (language.Value.TryGetValue(name, out function) && IsEnabled(function));

    private bool IsEnabled(Function function) =>
        !function.Signature.IsOptIn
        || options.EnableAllFunctions
        || options.EnabledFunctions.Contains(function.Signature.Name);
}
