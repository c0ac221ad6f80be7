using Freshet.Vrl.Runtime;
using Freshet.Vrl.Stdlib;
using Freshet.Vrl.Syntax;
using Freshet.Vrl.Typing;

namespace Freshet.Vrl.Compilation;

/// <content>Closures of calls.</content>
internal sealed partial class ProgramCompiler
{
    /// <summary>A closure, what is known of its block, and what is known behind the call.</summary>
    private sealed record CompiledClosure(Closure Closure, TypeDef Type, TypeState After);

    /// <summary>What <c>replace_with</c> gives its closure.</summary>
    private static Kind MatchKind { get; } =
        Kind.ObjectOf(
            [
                new("string", Kind.Bytes),
                new("captures", Kind.ArrayOf(Kind.Of(Kinds.Bytes | Kinds.Null))),
            ],
            Kind.Of(Kinds.Bytes | Kinds.Null)
        );

    private CompiledClosure? CompileClosure(
        CallNode node,
        Signature signature,
        CompiledArguments arguments
    )
    {
        if (CheckClosure(node, signature, arguments) is not { } definition)
        {
            return null;
        }
        var closure = node.Closure!;
        var iterated = arguments.Described[0]!.Type.Kind;
        var assigned = AssignedVariables.In(closure.Body);
        // The block runs many times, or never: what it assigns has no known value, neither in it nor behind it.
        var after = WithoutConstants(state, assigned);
        state = after;
        var closureSlots = new int[closure.Parameters.Count];
        for (var i = 0; i < closureSlots.Length; i++)
        {
            var name = closure.Parameters[i].Name;
            closureSlots[i] = -1;
            if (name is not ("_" or ""))
            {
                closureSlots[i] = SlotOf(name);
                state = state.With(name, new(KindOf(definition.Parameters[i], iterated)));
            }
        }
        if (CompileBlock(closure.Body) is not { } body)
        {
            return null;
        }
        var found = body.Type.Returns is { } returns
            ? body.Type.Kind.Union(returns)
            : body.Type.Kind;
        var expected = definition.Returns.HasFlag(Kinds.Any)
            ? Kind.Any
            : Kind.Of(definition.Returns);
        if (!expected.Covers(found))
        {
            var complaint = Complaints.ClosureReturn(closure.Body.Span, found, expected);
            if (!expected.Intersects(found))
            {
                Error(complaint);
                return null;
            }
            if (!GoesOn(complaint))
            {
                return null;
            }
        }
        return new(new Closure(closureSlots, body.Evaluate), body.Type, after);
    }

    private ClosureSignature? CheckClosure(
        CallNode node,
        Signature signature,
        CompiledArguments arguments
    )
    {
        if (signature.Closure is not { } definition)
        {
            Error(Complaints.UnexpectedClosure(node.Span, node.Closure!.Span));
            return null;
        }
        if (node.Closure is not { } closure)
        {
            Error(Complaints.MissingClosure(node.Span));
            return null;
        }
        var iterated = arguments.Described[0]?.Type.Kind ?? Kind.Any;
        if (
            !KindOf(signature.Parameters[0]).Covers(iterated)
            && !GoesOn(Complaints.ClosureParameter(node.Span, iterated))
        )
        {
            return null;
        }
        if (closure.Parameters.Count != definition.Parameters.Count)
        {
            var place =
                closure.Parameters.Count == 0
                    ? node.Span
                    : closure.Parameters[0].Span.To(closure.Parameters[^1].Span);
            Error(
                Complaints.ClosureArity(
                    node.NameSpan,
                    place,
                    definition.Parameters.Count,
                    closure.Parameters.Count
                )
            );
            return null;
        }
        return definition;
    }

    private static Kind KindOf(ClosureParameter parameter, Kind iterated) =>
        parameter switch
        {
            ClosureParameter.Match => MatchKind,
            ClosureParameter.Value => iterated.Fields?.Reduced
                ?? iterated.Elements?.Reduced
                ?? Kind.Any,
            _ => !iterated.Is(Kinds.Container) ? Kind.Any
            : iterated.Is(Kinds.Object) ? Kind.Bytes
            : iterated.Is(Kinds.Array) ? Kind.Integer
            // As upstream has it, a key that may be either is taken for whatever the block wants.
            : Kind.Never,
        };

    private static TypeState WithoutConstants(TypeState from, IReadOnlySet<string> variables)
    {
        foreach (var name in variables)
        {
            if (from.Variables.TryGetValue(name, out var type) && type.Constant is not null)
            {
                from = from.With(name, type with { Constant = null });
            }
        }
        return from;
    }
}
