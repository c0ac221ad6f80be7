using Freshet.Vrl.Diagnostics;
using Freshet.Vrl.Stdlib;
using Freshet.Vrl.Syntax;
using Freshet.Vrl.Typing;

namespace Freshet.Vrl.Compilation;

/// <content>Complaints about calls.</content>
internal static partial class Complaints
{
    public static Diagnostic UndefinedFunction(string name, Span span, IEnumerable<string> known) =>
        Error(
            105,
            "call to undefined function",
            Spelling.Nearest(name, known) is { } nearest
                ? [new(span, "undefined function"), Context(span, $"did you mean \"{nearest}\"?")]
                : [new(span, "undefined function")]
        );

    public static Diagnostic TooManyArguments(Span arguments, int most) =>
        Error(
            106,
            "wrong number of function arguments",
            [
                new(arguments, "too many function arguments"),
                Context(
                    arguments,
                    $"this function takes no more than {most} {(most == 1 ? "argument" : "arguments")}"
                ),
            ]
        );

    public static Diagnostic MissingArgument(Span call, string name, int place) =>
        Error(
            107,
            "missing function argument",
            [new(call, $"required argument missing: \"{name}\" (position {place})")]
        );

    public static Diagnostic UnknownKeyword(
        Span keyword,
        Span function,
        IEnumerable<string> known
    ) =>
        Error(
            108,
            "unknown function argument keyword",
            [
                new(keyword, "unknown keyword"),
                Context(
                    function,
                    $"this function knows: {string.Join(", ", known.Select(name => $"\"{name}\""))}"
                ),
            ]
        );

    public static Diagnostic InvalidArgument(
        ArgumentNode argument,
        Kind found,
        Parameter parameter,
        Kind expected,
        string text,
        string call
    )
    {
        var notes = new List<string>();
        if (Coercions(expected.Kinds) is var (guard, coercion))
        {
            notes.Add(
                $"make sure of the type, and end the program where it is another: {guard}!({text})"
            );
            if (coercion is not null)
            {
                notes.Add(
                    $"or convert it, with a value for where that fails: {string.Format(coercion, text)}"
                );
            }
            notes.Add($"or handle the error of the call: {call} ?? …");
        }
        return Error(
            110,
            "invalid argument type",
            [
                new(argument.Value.Span, $"this expression is {Described(found)}"),
                Context(
                    argument.Name is null ? argument.Value.Span : argument.NameSpan,
                    $"but the parameter \"{parameter.Name}\" takes {Described(expected)}"
                ),
            ],
            notes
        );
    }

    public static Diagnostic FallibleArgument(Span argument) =>
        Error(
            630,
            "fallible argument",
            [
                new(argument, "this expression can fail"),
                Context(argument, "handle its errors before it is an argument"),
            ],
            HandleErrors
        );

    /// <summary>The code of <see cref="UnnecessaryAbort"/>.</summary>
    public const int UnnecessaryAbortCode = 620;

    public static Diagnostic UnnecessaryAbort(Span function) =>
        new(
            Severity.Warning,
            UnnecessaryAbortCode,
            "can't abort infallible function",
            [
                new(function, "this function can't fail"),
                Context(new(function.End, function.End + 1), "remove this abort-instruction"),
            ],
            []
        );

    /// <param name="call">The call.</param>
    /// <param name="code">The code of what the function complained of.</param>
    /// <param name="message">What that was.</param>
    public static Diagnostic NotCompiled(Span call, int code, string message) =>
        Error(610, $"function compilation error: error[E{code}] {message}", [new(call, message)]);

    public static Diagnostic UnexpectedClosure(Span call, Span closure) =>
        Error(
            109,
            "unexpected closure",
            [new(closure, "unexpected closure"), Context(call, "this function takes no closure")]
        );

    public static Diagnostic MissingClosure(Span call) =>
        Error(
            111,
            "missing closure",
            [new(call, "this function needs a closure")],
            "write it behind the call: `-> |key, value| { … }`"
        );

    public static Diagnostic ClosureArity(
        Span function,
        Span parameters,
        int expected,
        int found
    ) =>
        Error(
            120,
            "invalid closure arity",
            [
                new(function, $"the closure of this function has {expected} parameter(s)"),
                Context(parameters, $"but {found} are given"),
            ]
        );

    public static Diagnostic ClosureParameter(Span call, Kind found) =>
        Error(
            121,
            "type mismatch in closure parameter",
            [
                new(call, "the closure of this call needs a value of a known type"),
                Context(call, $"the value is {found}"),
            ],
            "make sure of the type first: `array!(…)`, `object!(…)`, `string!(…)`"
        );

    public static Diagnostic ClosureReturn(Span block, Kind found, Kind expected) =>
        Error(
            122,
            "type mismatch in closure return type",
            [
                new(block, "the block gives a value of a wrong type"),
                Context(block, $"expected: {expected}"),
                Context(block, $"received: {found}"),
            ]
        );

    private static string Described(Kind kind) =>
        kind.IsAny ? "any"
        : kind.IsExact ? $"the exact type {kind}"
        : $"one of {kind}";

    /// <summary>The functions that make sure of a type, and that convert to it.</summary>
    private static (string Guard, string? Coercion)? Coercions(Kinds kinds) =>
        kinds switch
        {
            Kinds.Bytes => ("string", "to_string({0}) ?? \"default\""),
            Kinds.Integer => ("int", "to_int({0}) ?? 0"),
            Kinds.Float => ("float", "to_float({0}) ?? 0"),
            Kinds.Boolean => ("bool", "to_bool({0}) ?? false"),
            Kinds.Object => ("object", null),
            Kinds.Array => ("array", null),
            Kinds.Timestamp => ("timestamp", null),
            _ => null,
        };
}
