using Freshet.Vrl.Diagnostics;
using Freshet.Vrl.Runtime;
using Freshet.Vrl.Syntax;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Compilation;

/// <content>Variables and paths.</content>
internal sealed partial class ProgramCompiler
{
    private Compiled? CompileVariable(string name, Span span)
    {
        if (failedTargets.Contains((TargetRoot.Variable, name, "")))
        {
            // It would be known, had its assignment not been wrong.
            return null;
        }
        if (!state.Variables.TryGetValue(name, out var type))
        {
            return Error(Complaints.UndefinedVariable(name, span, state.Variables.Keys));
        }
        var slot = SlotOf(name);
        return new(type.Kind, run => run.Variables[slot].Share())
        {
            Constant = type.Constant,
            Variable = name,
        };
    }

    private Compiled? CompileQuery(QueryNode node)
    {
        if (node.Root == TargetRoot.Event)
        {
            eventFields.Add(
                node.Path is [{ Field: { } field }, ..] ? field : VrlProgram.WholeEvent
            );
        }
        if (failedTargets.Contains((node.Root, "", PathText.Of(node.Path))))
        {
            return null;
        }
        var kind = state.Of(node.Root);
        Segment[] path = [.. node.Path];
        Evaluator root =
            node.Root == TargetRoot.Event
                ? static run => run.Event.Share()
                : static run => run.Metadata.Share();
        Evaluator evaluate =
            path.Length == 0 ? root
            : node.Root == TargetRoot.Event ? run => ValuePaths.Read(run.Event, path)
            : run => ValuePaths.Read(run.Metadata, path);
        return new(kind.At(path), evaluate)
        {
            Place = new Place(node.Root, -1, root, node.Path, kind),
        };
    }

    private Compiled? CompilePath(PathNode node)
    {
        Segment[] path = [.. node.Path];
        if (node.Inner is VariableNode variable)
        {
            return CompileVariablePath(variable, path);
        }
        // What is behind a path complains as one with its path.
        if (CompileKind(node.Inner) is not { } inner)
        {
            return null;
        }
        if (node.Inner is CallNode { Aborts: true } call)
        {
            // So has upstream it: a needless abort is no matter where a path follows.
            diagnostics.RemoveAll(diagnostic =>
                diagnostic.Code == Complaints.UnnecessaryAbortCode
                && diagnostic.Labels[0].Span == call.NameSpan
            );
        }
        var evaluate = inner.Evaluate;
        return new(
            inner.Type.With(inner.Type.Kind.At(path)),
            run =>
            {
                var value = evaluate(run);
                return value.IsFailure ? value : ValuePaths.Read(value, path);
            }
        )
        {
            Place = new Place(TargetRoot.Nothing, -1, evaluate, node.Path, inner.Type.Kind),
        };
    }

    private Compiled? CompileVariablePath(VariableNode variable, Segment[] path)
    {
        if (
            failedTargets.Contains((TargetRoot.Variable, variable.Name, PathText.Of(path)))
            || CompileVariable(variable.Name, variable.Span) is not { } inner
        )
        {
            return null;
        }
        var slot = SlotOf(variable.Name);
        Value? constant =
            inner.Constant is { } whole && ValuePaths.TryGet(whole, path, out var part)
                ? part
                : default(Value?);
        return new(
            inner.Type.With(inner.Type.Kind.At(path)),
            run => ValuePaths.Read(run.Variables[slot], path)
        )
        {
            Constant = constant,
            Variable = variable.Name,
            Place = new Place(TargetRoot.Variable, slot, inner.Evaluate, path, inner.Type.Kind),
        };
    }
}
