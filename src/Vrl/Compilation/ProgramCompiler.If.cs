using System.Runtime.InteropServices;
using Freshet.Vrl.Runtime;
using Freshet.Vrl.Syntax;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Compilation;

/// <content><c>if</c>, with all that follows by <c>else if</c>: such chains may be long, so they are walked without recursion.</content>
internal sealed partial class ProgramCompiler
{
    private Compiled? CompileIf(IfNode node)
    {
        var branches = new List<Branch>();
        Node? rest = node;
        while (rest is IfNode next)
        {
            var outside = state;
            if (CompilePredicate(next.Predicate) is not { } predicate)
            {
                return null;
            }
            var afterPredicate = state;
            if (CompileBlock(next.Then) is not { } then)
            {
                return null;
            }
            branches.Add(new(predicate, then, outside, state));
            state = afterPredicate;
            rest = next.Else;
        }
        Compiled? otherwise = null;
        if (rest is BlockNode block && (otherwise = CompileBlock(block)) is null)
        {
            return null;
        }
        return Join(branches, otherwise);
    }

    /// <summary>What is known behind it: each branch may be the one, and each <c>else if</c> is a scope of its own.</summary>
    private Compiled Join(List<Branch> branches, Compiled? otherwise)
    {
        TypeDef type = otherwise?.Type ?? Kind.Null;
        for (var i = branches.Count - 1; i >= 0; i--)
        {
            var (predicate, then, outside, after) = branches[i];
            type = then.Type.Union(type).AlsoReturning(predicate.Type.Returns);
            state = after.Merge(state);
            if (i > 0)
            {
                state = state.Leave(outside);
            }
        }
        var hasEffect =
            otherwise?.Effect is not null
            || branches.Exists(branch => branch.Then.Effect is not null);
        return new(type, Evaluator(branches, otherwise, static part => part.Evaluate))
        {
            Effect = hasEffect
                ? Evaluator(branches, otherwise, static part => part.Effect ?? part.Evaluate)
                : null,
        };
    }

    private static Evaluator Evaluator(
        List<Branch> branches,
        Compiled? otherwise,
        Func<Compiled, Evaluator> how
    )
    {
        var last = otherwise is null ? null : how(otherwise);
        if (branches is [var only])
        {
            var (test, then) = (only.Predicate.Evaluate, how(only.Then));
            return run =>
            {
                var holds = test(run);
                return !holds.IsBoolean ? NoBoolean(holds)
                    : holds.Boolean ? then(run)
                    : last?.Invoke(run) ?? Value.Null;
            };
        }
        Evaluator[] tests = [.. branches.Select(branch => branch.Predicate.Evaluate)];
        Evaluator[] thens = [.. branches.Select(branch => how(branch.Then))];
        return run =>
        {
            for (var i = 0; i < tests.Length; i++)
            {
                var holds = tests[i](run);
                if (!holds.IsBoolean)
                {
                    return NoBoolean(holds);
                }
                if (holds.Boolean)
                {
                    return thens[i](run);
                }
            }
            return last?.Invoke(run) ?? Value.Null;
        };
    }

    private static Value NoBoolean(Value value) =>
        value.IsFailure ? value : Value.Fail($"expected boolean, got {Kind.From(value)}");

    /// <summary>A predicate with its block, and what is known before the one and behind the other.</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Branch(
        Compiled Predicate,
        Compiled Then,
        TypeState Before,
        TypeState After
    );
}
