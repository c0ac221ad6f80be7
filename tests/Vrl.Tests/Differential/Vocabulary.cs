using Freshet.Vrl;
using Freshet.Vrl.Stdlib;

namespace Vrl.Tests.Differential;

/// <summary>The functions, and of each the parameters, that both engines know.</summary>
internal sealed record Vocabulary(IReadOnlyList<SharedFunction> Functions)
{
    private const int UndefinedFunction = 105;
    private const int UnknownKeyword = 108;

    /// <summary>Functions whose results are others each time, or are of the world around.</summary>
    private static readonly HashSet<string> unrepeatable =
    [
        "get_hostname",
        "now",
        "random_bool",
        "random_bytes",
        "random_float",
        "random_int",
        "uuid_v4",
        "uuid_v7",
    ];

    /// <summary>Asks the reference for each function and parameter.</summary>
    public static async Task<Vocabulary> AskAsync()
    {
        var asked = (
            from function in VrlCompiler.Functions
            where !function.Signature.IsOptIn && !unrepeatable.Contains(function.Signature.Name)
            from parameter in function.Signature.Parameters
            select (Function: function, Parameter: parameter)
        ).ToList();
        var answers = await Reference.RunAsync([
            .. asked.Select(pair => new Case(
                $"{pair.Function.Signature.Name}({pair.Parameter.Name}: null)",
                "{}"
            )),
        ]);
        return new([
            .. asked
                .Zip(answers)
                .Where(pair => pair.Second.Code is not UndefinedFunction)
                .GroupBy(pair => pair.First.Function)
                .Select(group => new SharedFunction(
                    group.Key,
                    [
                        .. group
                            .Where(pair => pair.Second.Code is not UnknownKeyword)
                            .Select(pair => pair.First.Parameter),
                    ]
                )),
        ]);
    }
}

/// <summary>A function that both engines know.</summary>
/// <param name="Function">Ours.</param>
/// <param name="Parameters">Those of its parameters that both know.</param>
internal sealed record SharedFunction(Function Function, IReadOnlyList<Parameter> Parameters)
{
    public string Name => Function.Signature.Name;
}
