using Freshet.Vrl.Syntax;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Compilation;

/// <content><c>abort</c> and <c>return</c>.</content>
internal sealed partial class ProgramCompiler
{
    private Compiled? CompileAbort(AbortNode node)
    {
        var span = node.Span;
        if (node.Message is null)
        {
            var silent = Value.Fail(
                new Failure(FailureKind.Abort, null, default, span.Start, span.End)
            );
            return new(Kind.Never, _ => silent);
        }
        var compiled = CompileHandled(node.Message);
        if (compiled is null)
        {
            return null;
        }
        if (compiled.Type.IsFallible && !GoesOn(Complaints.FallibleAbort(span)))
        {
            return null;
        }
        if (!compiled.Type.Kind.Is(Kinds.Bytes))
        {
            return Error(Complaints.NonStringAbort(span, compiled.Type.Kind));
        }
        var evaluate = compiled.Evaluate;
        return new(
            new TypeDef(Kind.Never, Returns: compiled.Type.Returns),
            run =>
            {
                var message = evaluate(run);
                return message.IsFailure ? message
                    : message.IsBytes
                        ? Value.Fail(
                            new Failure(
                                FailureKind.Abort,
                                message.Text,
                                default,
                                span.Start,
                                span.End
                            )
                        )
                    : Value.Fail($"expected string, got {Kind.From(message)}");
            }
        );
    }

    private Compiled? CompileReturn(ReturnNode node)
    {
        var span = node.Span;
        var compiled = CompileHandled(node.Value);
        if (compiled is null)
        {
            return null;
        }
        if (compiled.Type.IsFallible && !GoesOn(Complaints.FallibleReturn(span)))
        {
            return null;
        }
        var evaluate = compiled.Evaluate;
        return new(
            new TypeDef(Kind.Never, Returns: compiled.Type.Kind),
            run =>
            {
                var value = evaluate(run);
                return value.IsFailure
                    ? value
                    : Value.Fail(
                        new Failure(FailureKind.Return, null, value, span.Start, span.End)
                    );
            }
        );
    }
}
