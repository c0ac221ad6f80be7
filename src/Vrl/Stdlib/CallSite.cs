using Freshet.Vrl.Diagnostics;
using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib;

/// <summary>An argument as the compiler knows it.</summary>
/// <param name="Type">Its type.</param>
/// <param name="Constant">Its value where that is known before the program runs; else null.</param>
/// <param name="Span">Where it stands.</param>
public sealed record CallArgument(TypeDef Type, Value? Constant, Span Span)
{
    /// <summary>Whether it stands there as an array or an object with its items: no variable, even of a constant.</summary>
    public bool IsContainer { get; init; } = true;
}

/// <summary>A call of a function in a program that is being compiled.</summary>
public sealed class CallSite
{
    private readonly Signature signature;
    private readonly IReadOnlyList<CallArgument?> arguments;
    private readonly Action<int, string, Span?> report;

    /// <param name="signature">The function's.</param>
    /// <param name="arguments">In the order of the parameters; null where one is not given.</param>
    /// <param name="closure">The type of the closure's block; null where there is none.</param>
    /// <param name="options">What the host allows.</param>
    /// <param name="report">Takes an error: code, message, place.</param>
    internal CallSite(
        Signature signature,
        IReadOnlyList<CallArgument?> arguments,
        TypeDef? closure,
        CompileOptions options,
        Action<int, string, Span?> report
    )
    {
        this.signature = signature;
        this.arguments = arguments;
        this.report = report;
        Closure = closure;
        Options = options;
    }

    /// <summary>The type of the closure's block; null where there is none.</summary>
    public TypeDef? Closure { get; }

    public CompileOptions Options { get; }

    /// <summary>The path, for functions that take one (<see cref="ArgumentForm.Query"/>).</summary>
    public Place? Place { get; internal init; }

    /// <summary>Whether the host forbids to change what is at <see cref="Place"/>.</summary>
    public bool IsReadOnly { get; internal init; }

    /// <summary>The argument of that parameter; null where it is not given.</summary>
    public CallArgument? this[string name]
    {
        get
        {
            for (var i = 0; i < signature.Parameters.Count; i++)
            {
                if (signature.Parameters[i].Name == name)
                {
                    return arguments[i];
                }
            }
            throw new ArgumentException($"{signature.Name} has no parameter {name}", nameof(name));
        }
    }

    /// <summary>The kind of the argument; that of the default where it is not given.</summary>
    public Kind KindOf(string name) =>
        this[name]?.Type.Kind
        ?? Kind.From(signature.Parameters.First(parameter => parameter.Name == name).Default);

    /// <summary>The argument's constant value, or the parameter's default where it is not given; null where it is known only when the program runs.</summary>
    public Value? ConstantOf(string name) =>
        this[name] is { } argument
            ? argument.Constant
            : signature.Parameters.First(parameter => parameter.Name == name).Default;

    /// <summary>Whether an array or an object is written where it must be, not a variable that holds one; where it is not, tells so: E400.</summary>
    public bool HasContainer(string name)
    {
        if (this[name] is null or { IsContainer: true })
        {
            return true;
        }
        Error(400, "unexpected expression type", name);
        return false;
    }

    /// <summary>Tells that the call cannot be compiled. It becomes E610, function compilation error, around the code given.</summary>
    /// <param name="code">401 invalid enum variant, 402 expected static expression, 403 invalid argument, …</param>
    /// <param name="message">What is wrong.</param>
    /// <param name="parameter">The parameter that it is about; null for the call.</param>
    public void Error(int code, string message, string? parameter = null) =>
        report(code, message, parameter is null ? null : this[parameter]?.Span);
}
