using System.Runtime.InteropServices;
using Freshet.Vrl.Diagnostics;
using Freshet.Vrl.Runtime;
using Freshet.Vrl.Syntax;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Compilation;

/// <content>Assignments.</content>
internal sealed partial class ProgramCompiler
{
    private Compiled? CompileAssignment(AssignmentNode node)
    {
        var before = unhandled.Count;
        var target = node.Target;
        var value = Compile(node.IsMerge ? MergeOf(node, target, node.Value) : node.Value);
        if (value is null)
        {
            if (!node.IsMerge)
            {
                RememberFailure(target);
            }
            return null;
        }
        var isUnhandled = unhandled.Count > before;
        Handle(before);
        var places = new AssignmentPlaces(
            new(target.Span.Start, Math.Max(target.Span.Start, node.Value.Span.Start - 1)),
            node.Value.Span
        );
        if (
            isUnhandled
            && !GoesOn(
                Complaints.FallibleAssignment(places, Text(target.Span), Text(node.Value.Span))
            )
        )
        {
            return null;
        }
        if (target.Root == TargetRoot.Nothing)
        {
            return Error(Complaints.UnnecessaryNoOp(places, target.Span));
        }
        if (!MayChange(target, places.Assignment) || !MayHold(target, places, node.Value))
        {
            return null;
        }
        state = state.Assign(
            target.Root,
            target.Variable,
            [.. target.Path],
            value.Type.Kind,
            value.Constant
        );
        var (evaluate, store) = (value.Evaluate, StoreIn(target));
        return new(
            value.Type.Infallible(),
            run =>
            {
                var result = evaluate(run);
                return result.IsFailure ? result : store(run, result.Share());
            }
        )
        {
            Effect = run =>
            {
                var result = evaluate(run);
                return result.IsFailure ? result : store(run, result);
            },
        };
    }

    private Compiled? CompileFallibleAssignment(FallibleAssignmentNode node)
    {
        var before = unhandled.Count;
        var value = Compile(node.IsMerge ? MergeOf(node, node.Ok, node.Value) : node.Value);
        if (value is null)
        {
            if (!node.IsMerge)
            {
                RememberFailure(node.Ok);
                RememberFailure(node.Error);
            }
            return null;
        }
        Handle(before);
        var places = new AssignmentPlaces(
            new(node.Ok.Span.Start, node.Error.Span.End),
            node.Value.Span
        );
        if (
            !value.Type.IsFallible
            && !GoesOn(
                Complaints.InfallibleAssignment(
                    places,
                    node.Ok.Span,
                    node.Error.Span,
                    Text(node.Ok.Span),
                    Text(node.Value.Span)
                )
            )
        )
        {
            return null;
        }
        if (node.Ok.Root == TargetRoot.Nothing && node.Error.Root == TargetRoot.Nothing)
        {
            return Error(Complaints.UnnecessaryNoOp(places, node.Ok.Span));
        }
        if (
            !MayChange(node.Ok, node.Ok.Span)
            || !MayHold(node.Ok, places, node.Value)
            || !MayChange(node.Error, node.Error.Span)
            || !MayHold(node.Error, places, node.Value)
        )
        {
            return null;
        }
        return FallibleAssignment(node, value);
    }

    private Compiled FallibleAssignment(FallibleAssignmentNode node, Compiled value)
    {
        var kind = value.Type.Kind;
        var fallback = kind.DefaultValue;
        state = state.Assign(
            node.Ok.Root,
            node.Ok.Variable,
            [.. node.Ok.Path],
            kind.Union(Kind.From(fallback)),
            value.Constant
        );
        state = state.Assign(
            node.Error.Root,
            node.Error.Variable,
            [.. node.Error.Path],
            Kind.Of(Kinds.Bytes | Kinds.Null),
            null
        );
        var (evaluate, ok, error) = (value.Evaluate, StoreIn(node.Ok), StoreIn(node.Error));
        return new(
            value.Type.Infallible().With(kind.Or(Kinds.Bytes)),
            run =>
            {
                var result = evaluate(run);
                if (!result.IsFailure)
                {
                    var stored = ok(run, result.Share());
                    return stored.IsFailure ? stored : Then(error(run, Value.Null), result);
                }
                var message = Value.From(FailureText.Of(result.Failure));
                var unset = ok(run, fallback);
                return unset.IsFailure ? unset : error(run, message);
            }
        );

        static Value Then(Value stored, Value result) => stored.IsFailure ? stored : result;
    }

    /// <summary><c>a |= b</c> is <c>a = a | b</c>.</summary>
    private static BinaryNode MergeOf(Node node, TargetNode target, Node value)
    {
        Node left = target.Root switch
        {
            TargetRoot.Nothing => new LiteralNode(target.Span, Value.Null),
            TargetRoot.Variable when target.Path.Count == 0 => new VariableNode(
                target.Span,
                target.Variable
            ),
            TargetRoot.Variable => new PathNode(
                target.Span,
                new VariableNode(target.Span, target.Variable),
                target.Path
            ),
            var root => new QueryNode(target.Span, root, target.Path),
        };
        return new(value.Span, BinaryOperator.Merge, node.Span, left, value);
    }

    /// <summary>What would have been assigned is not complained of where it is read.</summary>
    private void RememberFailure(TargetNode target)
    {
        if (target.Root != TargetRoot.Nothing)
        {
            failedTargets.Add(
                (
                    target.Root,
                    target.Root == TargetRoot.Variable ? target.Variable : "",
                    PathText.Of(target.Path)
                )
            );
        }
    }

    private bool MayChange(TargetNode target, Span place)
    {
        if (
            target.Root is TargetRoot.Nothing or TargetRoot.Variable
            || !readOnly.Contains(target.Root, target.Path)
        )
        {
            return true;
        }
        diagnostics.Add(Complaints.ReadOnly(place));
        return false;
    }

    /// <summary>A field is set only where an object may be, an element only where an array may be; what is known to be something else is not overwritten.</summary>
    private bool MayHold(TargetNode target, AssignmentPlaces places, Node value)
    {
        if (target.Root == TargetRoot.Nothing)
        {
            return true;
        }
        Segment[] path = [.. target.Path];
        var root =
            target.Root == TargetRoot.Variable
                ? state.Variables.GetValueOrDefault(target.Variable)?.Kind ?? Kind.Any
                : state.Of(target.Root);
        var end = target.Span.End;
        for (var i = path.Length - 1; i >= 0; i--)
        {
            var parent = root.At(path.AsSpan(0, i));
            var length = PathText.Of([path[i]]).Length - (path[i].IsField ? 1 : 0);
            var segment = new Span(Math.Max(target.Span.Start, end - length), end);
            end = Math.Max(target.Span.Start, segment.Start - (path[i].IsField ? 1 : 0));
            if (!parent.Contains(path[i].IsField ? Kinds.Object : Kinds.Array))
            {
                diagnostics.Add(
                    Complaints.ParentRejects(
                        path[i].IsField,
                        parent,
                        new(target.Span.Start, end),
                        segment,
                        ParentText(target, i),
                        Text(target.Span),
                        Text(value.Span)
                    )
                );
                return false;
            }
        }
        return true;
    }

    private static string ParentText(TargetNode target, int length)
    {
        var path = PathText.Of(target.Path.Take(length));
        return target.Root switch
        {
            TargetRoot.Variable => target.Variable + path,
            TargetRoot.Metadata => "%" + path.TrimStart('.'),
            _ => path.Length == 0 ? "."
            : path.StartsWith('.') ? path
            : "." + path,
        };
    }

    /// <summary>Puts a value in its place and gives it; or gives the failure to.</summary>
    private Func<RunState, Value, Value> StoreIn(TargetNode target)
    {
        Segment[] path = [.. target.Path];
        switch (target.Root)
        {
            case TargetRoot.Nothing:
                return static (_, value) => value;
            case TargetRoot.Variable:
                var slot = SlotOf(target.Variable);
                return path.Length == 0
                    ? (run, value) => run.Variables[slot] = value
                    : (run, value) => Stored(ref run.Variables[slot], path, value);
            case TargetRoot.Event:
                return path.Length == 0
                    ? static (run, value) => run.Event = value
                    : (run, value) => Stored(ref run.Event, path, value);
            default:
                return (run, value) => Stored(ref run.Metadata, path, value);
        }
    }

    private static Value Stored(ref Value root, Segment[] path, Value value) =>
        ValuePaths.TrySet(ref root, path, value)
            ? value
            : Value.Fail($"arrays have no more than {ValuePaths.LongestArray} elements");
}

/// <summary>The places that complaints about an assignment point at.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct AssignmentPlaces(Span Assignment, Span Value);
