using Freshet.Vrl.Diagnostics;
using Freshet.Vrl.Runtime;
using Freshet.Vrl.Stdlib;
using Freshet.Vrl.Syntax;
using Freshet.Vrl.Typing;

namespace Freshet.Vrl.Compilation;

/// <content>The arguments of calls: which parameter each is for, and whether it fits.</content>
internal sealed partial class ProgramCompiler
{
    /// <summary>A call's arguments in the order of its parameters.</summary>
    private sealed class CompiledArguments(int count)
    {
        /// <summary>What gives each argument; null where it is not given.</summary>
        public Evaluator?[] Evaluators { get; } = new Evaluator?[count];

        /// <summary>
        /// The kinds that a value is checked for when the program runs; never where it may be anything. Also where it is known to fit: what is known after
        /// <c>pop</c>, <c>map_keys</c>, a deep <c>merge</c> and their like is, as upstream has it, not always true.
        /// </summary>
        public Kinds[] Expected { get; } = new Kinds[count];

        public CallArgument?[] Described { get; } = new CallArgument?[count];

        /// <summary>The path that the call works on, for functions that take one.</summary>
        public Compiled? Place { get; set; }

        /// <summary>The complaint about the first argument that perhaps does not fit.</summary>
        public Diagnostic? Mismatch { get; set; }

        /// <summary>Whether an argument itself may fail.</summary>
        public bool MayFail { get; set; }
    }

    private CompiledArguments? CompileArguments(CallNode node, out Function? function)
    {
        function = null;
        var compiled = new List<Compiled>(node.Arguments.Count);
        foreach (var argument in node.Arguments)
        {
            if (Compile(argument.Value) is not { } value)
            {
                return null;
            }
            compiled.Add(value);
        }
        if (!functions.TryGet(node.Name, out function))
        {
            Error(Complaints.UndefinedFunction(node.Name, node.NameSpan, functions.Names));
            return null;
        }
        var parameters = function.Signature.Parameters;
        if (node.Arguments.Count > parameters.Count)
        {
            Error(
                Complaints.TooManyArguments(
                    node.Arguments[0].Span.To(node.Arguments[^1].Span),
                    parameters.Count
                )
            );
            return null;
        }
        if (Assign(node, parameters) is not { } places)
        {
            return null;
        }
        var arguments = new CompiledArguments(parameters.Count);
        for (var i = 0; i < compiled.Count; i++)
        {
            if (
                !Accept(
                    node,
                    node.Arguments[i],
                    compiled[i],
                    parameters[places[i]],
                    places[i],
                    arguments
                )
            )
            {
                return null;
            }
        }
        return HasAllRequired(node, parameters, arguments) ? arguments : null;
    }

    /// <summary>The parameter that each argument is for. An argument with a name moves the counting on only where it stands in its parameter's place.</summary>
    private int[]? Assign(CallNode node, IReadOnlyList<Parameter> parameters)
    {
        var places = new int[node.Arguments.Count];
        var next = 0;
        for (var i = 0; i < places.Length; i++)
        {
            var argument = node.Arguments[i];
            if (argument.Name is null)
            {
                places[i] = Math.Min(next, parameters.Count - 1);
                next++;
                continue;
            }
            places[i] = IndexOf(parameters, argument.Name);
            if (places[i] < 0)
            {
                Error(
                    Complaints.UnknownKeyword(
                        argument.NameSpan,
                        node.NameSpan,
                        parameters.Select(parameter => parameter.Name)
                    )
                );
                return null;
            }
            if (places[i] == next)
            {
                next++;
            }
        }
        return places;
    }

    private static int IndexOf(IReadOnlyList<Parameter> parameters, string name)
    {
        for (var i = 0; i < parameters.Count; i++)
        {
            if (parameters[i].Name == name)
            {
                return i;
            }
        }
        return -1;
    }

    private bool Accept(
        CallNode node,
        ArgumentNode argument,
        Compiled value,
        Parameter parameter,
        int place,
        CompiledArguments arguments
    )
    {
        var expected = KindOf(parameter);
        var fits = expected.Covers(value.Type.Kind);
        if (!fits)
        {
            var complaint = Complaints.InvalidArgument(
                argument,
                value.Type.Kind,
                parameter,
                expected,
                Text(argument.Value.Span),
                $"{node.Name}({string.Join(", ", node.Arguments.Select(other => Text(other.Span)))})"
            );
            if (!expected.Intersects(value.Type.Kind))
            {
                diagnostics.Add(complaint);
                return false;
            }
            arguments.Mismatch ??= complaint;
        }
        if (value.Type.IsFallible)
        {
            if (!GoesOn(Complaints.FallibleArgument(argument.Value.Span)))
            {
                return false;
            }
            arguments.MayFail = true;
        }
        if (parameter.Form == ArgumentForm.Query)
        {
            arguments.Place = value.Place is null ? null : value;
        }
        else if (parameter.Form != ArgumentForm.Type)
        {
            arguments.Evaluators[place] = value.Evaluate;
            arguments.Expected[place] =
                expected.IsAny || parameter.TakesAnyAtRun ? Kinds.Never : expected.Kinds;
        }
        arguments.Described[place] = new(value.Type, value.Constant, argument.Value.Span)
        {
            IsContainer = argument.Value is ArrayNode or ObjectNode,
        };
        return true;
    }

    /// <summary>What a parameter takes; where that is any value, what is not there as well, since it reads as null.</summary>
    private static Kind KindOf(Parameter parameter) =>
        parameter.Kinds.HasFlag(Kinds.Any) ? Kind.Any : Kind.Of(parameter.Kinds);

    private bool HasAllRequired(
        CallNode node,
        IReadOnlyList<Parameter> parameters,
        CompiledArguments arguments
    )
    {
        for (var i = 0; i < parameters.Count; i++)
        {
            if (parameters[i].IsRequired && arguments.Described[i] is null)
            {
                Error(Complaints.MissingArgument(node.Span, parameters[i].Name, i));
                return false;
            }
        }
        return true;
    }
}
