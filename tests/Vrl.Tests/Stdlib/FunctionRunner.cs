using Freshet.Vrl;
using Freshet.Vrl.Diagnostics;
using Freshet.Vrl.Runtime;
using Freshet.Vrl.Stdlib;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Vrl.Tests.Stdlib;

/// <summary>Calls a function without a program around it: arguments are constants, given by name.</summary>
internal static class FunctionRunner
{
    /// <summary>Prepares and calls the function; what is not given is its default. What the preparation finds wrong is the message of a failure.</summary>
    public static Value Call(Function function, params (string Name, Value Value)[] arguments) =>
        Call(function, TimeZoneInfo.Utc, TimeProvider.System, arguments);

    /// <inheritdoc cref="Call(Function, ValueTuple{string, Value}[])"/>
    public static Value Call(
        Function function,
        TimeZoneInfo zone,
        TimeProvider time,
        params (string Name, Value Value)[] arguments
    )
    {
        var errors = new List<string>();
        var call = Site(function, errors, zone, arguments);
        var prepared = function.Prepare(call);
        if (errors.Count > 0)
        {
            return Value.Fail(errors[0]);
        }
        var values = function
            .Signature.Parameters.Select(parameter =>
            {
                var at = Array.FindIndex(arguments, given => given.Name == parameter.Name);
                return at >= 0 ? arguments[at].Value : parameter.Default;
            })
            .ToArray();
        var run = new RunState(variables: 0, zone, time, new SilentHost());
        return function.Call(new Arguments(values, run, prepared));
    }

    /// <summary>The type of a call with these constants.</summary>
    public static TypeDef TypeOf(
        Function function,
        params (string Name, Value Value)[] arguments
    ) => function.TypeOf(Site(function, [], TimeZoneInfo.Utc, arguments));

    /// <summary>The type of a call with arguments of these kinds, none of them constant.</summary>
    public static TypeDef TypeOf(Function function, params (string Name, Kind Kind)[] arguments) =>
        function.TypeOf(
            new CallSite(
                function.Signature,
                [
                    .. function.Signature.Parameters.Select(parameter =>
                    {
                        var at = Array.FindIndex(arguments, given => given.Name == parameter.Name);
                        return at >= 0
                            ? new CallArgument(arguments[at].Kind, Constant: null, new Span(0, 0))
                            : null;
                    }),
                ],
                closure: null,
                new CompileOptions(),
                report: static (_, _, _) => { }
            )
        );

    private static CallSite Site(
        Function function,
        List<string> errors,
        TimeZoneInfo zone,
        (string Name, Value Value)[] arguments
    ) =>
        new(
            function.Signature,
            [
                .. function.Signature.Parameters.Select(parameter =>
                {
                    var at = Array.FindIndex(arguments, given => given.Name == parameter.Name);
                    return at >= 0
                        ? new CallArgument(
                            Kind.From(arguments[at].Value),
                            arguments[at].Value,
                            new Span(0, 0)
                        )
                        : null;
                }),
            ],
            closure: null,
            new CompileOptions { TimeZone = zone },
            (_, message, _) => errors.Add(message)
        );

    private sealed class SilentHost : IVrlHost
    {
        public void Log(string level, string message) { }
    }
}
