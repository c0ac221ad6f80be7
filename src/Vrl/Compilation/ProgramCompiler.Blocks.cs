using Freshet.Vrl.Syntax;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

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

    private Compiled? CompileIf(IfNode node)
    {
        if (CompilePredicate(node.Predicate) is not { } predicate)
        {
            return null;
        }
        var before = state;
        if (CompileBlock(node.Then) is not { } then)
        {
            return null;
        }
        var afterThen = state;
        state = before;
        Compiled? otherwise = null;
        if (node.Else is not null)
        {
            otherwise = CompileElse(node.Else);
            if (otherwise is null)
            {
                return null;
            }
        }
        state = afterThen.Merge(state);

        var type = otherwise is null
            ? then.Type.With(then.Type.Kind.Or(Kinds.Null))
            : then.Type.Union(otherwise.Type);
        var (test, yes, no) = (predicate.Evaluate, then.Evaluate, otherwise?.Evaluate);
        var (yesEffect, noEffect) = (then.Effect, otherwise?.Effect);
        return new(type.AlsoReturning(predicate.Type.Returns), run => Choose(run, yes, no))
        {
            Effect =
                yesEffect is null && noEffect is null
                    ? null
                    : run => Choose(run, yesEffect ?? yes, noEffect ?? no),
        };

        Value Choose(Runtime.RunState run, Runtime.Evaluator ifTrue, Runtime.Evaluator? ifFalse)
        {
            var holds = test(run);
            return holds.IsBoolean
                ? holds.Boolean
                    ? ifTrue(run)
                    : ifFalse?.Invoke(run) ?? Value.Null
                : holds.IsFailure
                    ? holds
                    : Value.Fail($"expected boolean, got {Kind.From(holds)}");
        }
    }

    private Compiled? CompileElse(Node node)
    {
        if (node is BlockNode block)
        {
            return CompileBlock(block);
        }
        // else if: a block of one expression.
        var outside = state;
        if (Compile(node) is not { } compiled)
        {
            return null;
        }
        state = state.Leave(outside);
        return compiled;
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
