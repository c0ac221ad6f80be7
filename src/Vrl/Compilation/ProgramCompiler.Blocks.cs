using Freshet.Vrl.Syntax;
using Freshet.Vrl.Typing;

namespace Freshet.Vrl.Compilation;

/// <content>Groups, blocks and <c>if</c>.</content>
internal sealed partial class ProgramCompiler
{
    private Compiled? CompileGroup(GroupNode node) =>
        Compile(node.Inner) is { } inner
            ? new(inner.Type, inner.Evaluate) { Effect = inner.Effect }
            : null;

    /// <summary>A block has its own scope: a variable that it makes is unknown behind it.</summary>
    private Compiled? CompileBlock(BlockNode node)
    {
        var outside = state;
        if (CompileInline(node.Expressions) is not { } body)
        {
            return null;
        }
        state = state.Leave(outside);
        return body;
    }

    private Compiled? CompileInline(IReadOnlyList<Node> expressions)
    {
        var parts = new List<Compiled>(expressions.Count);
        foreach (var expression in expressions)
        {
            if (Compile(expression) is not { } compiled)
            {
                return null;
            }
            parts.Add(compiled);
        }
        return Sequence(parts);
    }

    private Compiled? CompilePredicate(Node node)
    {
        var before = unhandled.Count;
        var predicate = node is BlockNode block ? CompileInline(block.Expressions) : Compile(node);
        var fault = unhandled.Count > before ? unhandled[before] : null;
        Handle(before);
        if (predicate is null)
        {
            return null;
        }
        if (fault is not null && !GoesOn(fault with { Message = "fallible predicate" }))
        {
            return null;
        }
        return predicate.Type.Kind.Is(Kinds.Boolean)
            ? predicate
            : Error(Complaints.NonBooleanPredicate(node.Span, predicate.Type.Kind));
    }
}
