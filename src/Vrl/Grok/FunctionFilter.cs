using Freshet.Vrl.Compilation;
using Freshet.Vrl.Diagnostics;
using Freshet.Vrl.Runtime;
using Freshet.Vrl.Stdlib;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Grok;

/// <summary>A filter that is a function of the language, called with the match and constants.</summary>
internal sealed class FunctionFilter
{
    private readonly Function function;
    private readonly Value[] defaults;
    private readonly object? prepared;

    /// <param name="name">The function's name.</param>
    /// <param name="constants">Its arguments beside the first.</param>
    public FunctionFilter(string name, params (string Name, Value Value)[] constants)
    {
        function = FunctionRegistry.Language.Single(function => function.Signature.Name == name);
        var parameters = function.Signature.Parameters;
        defaults =
        [
            .. parameters.Select(parameter =>
                constants
                    .Where(constant => constant.Name == parameter.Name)
                    .Select(constant => constant.Value)
                    .FirstOrDefault(parameter.Default)
            ),
        ];
        var nowhere = new Span(0, 0);
        prepared = function.Prepare(
            new CallSite(
                function.Signature,
                [
                    .. parameters.Select(
                        (parameter, index) =>
                            index == 0 ? new CallArgument(Kind.Bytes, null, nowhere)
                            : defaults[index].IsMissing ? null
                            : new CallArgument(Kind.From(defaults[index]), defaults[index], nowhere)
                    ),
                ],
                closure: null,
                new CompileOptions(),
                static (_, _, _) => { }
            )
        );
    }

    public Value Apply(Value value, RunState run)
    {
        if (!value.IsBytes)
        {
            return Value.Fail("the filter takes texts alone");
        }
        Value[] arguments = [value, .. defaults.AsSpan(1)];
        return function.Call(new Arguments(arguments, run, prepared));
    }
}
